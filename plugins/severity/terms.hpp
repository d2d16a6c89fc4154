// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace severity {

/// Words and phrases to look for in a complaint. They match at the start of a word, whatever the case of ASCII letters:
/// "injur" finds "Injured" but not "reinjury"; in other alphabets case must agree.
class Terms {
public:
    Terms() = default;
    /// From a list separated by commas.
    explicit Terms(std::string_view list);

    /// The terms that occur in `text`, each once, in the order of the list.
    std::vector<std::string_view> found_in(std::string_view text) const;

private:
    std::vector<std::string> terms_;
};

}  // namespace severity
