// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scorecard {

/// Names for parts of the scale 0 to 100 that cover all of it: each reaches from its bound to the next one's, the last
/// to 100, both ends of the scale included.
class Standings {
public:
    Standings() = default;
    /// From "0 critical, 40 poor, 75 good": lower bounds, rising, the first of them 0. std::invalid_argument says what
    /// is wrong.
    explicit Standings(std::string_view text);

    /// The standing of a score; of one beyond the scale, that of its end.
    std::string_view of(double score) const;

private:
    struct Standing {
        double from;
        std::string name;
    };
    std::vector<Standing> all_;
};

}  // namespace scorecard
