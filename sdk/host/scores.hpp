// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sdk/host/batch.hpp"

namespace rapport::sdk {

/// What a rule says of itself.
struct RuleDescription {
    /// One column that the rule reads.
    struct Input {
        std::string name;
        InputType type;
        std::string doc;
    };
    /// One part of which a score is made.
    struct Factor {
        std::string name, doc;
    };

    std::string id, version, title;
    std::vector<Input> inputs;
    std::vector<Factor> factors;
    double lowest = 0, highest = 0;  ///< of every value
    std::string settings_schema;     ///< JSON Schema
    std::string settings;            ///< as in effect, JSON
    std::string sha256;
};

/// no_score: the rule says that it cannot score this row. failed: the rule or its answer was at fault. The reason says
/// why.
enum class Status : std::uint8_t { scored, no_score, failed };

std::string_view to_string(Status status);

/// What a rule made of one row. Value, confidence and factors mean something where it was scored.
struct Scored {
    /// How much one factor added to the value.
    struct Factor {
        std::string name;
        double contribution;
    };

    Status status;
    double value;
    double confidence;  ///< 0 to 1
    std::string reason;
    std::vector<Factor> factors;  ///< they sum to the value
};

/// The answer for a batch, in columns; [row] gives one row with its names.
class Scores {
public:
    Scores(std::shared_ptr<const RuleDescription> rule, std::size_t rows);

    std::size_t size() const { return values.size(); }
    Scored operator[](std::size_t row) const;
    /// Makes the row a failed one.
    void fail(std::size_t row, std::string why);
    /// Puts the answer for a part of the batch in its place, from `first` on.
    void take(Scores part, std::size_t first);

    std::vector<double> values, confidences;
    std::vector<Status> statuses;
    std::vector<double> contributions;  ///< factor f of row r is [f * size() + r]
    std::vector<std::string> reasons;   ///< empty where no row has one

private:
    std::shared_ptr<const RuleDescription> rule_;
};

}  // namespace rapport::sdk
