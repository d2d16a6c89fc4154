// SPDX-License-Identifier: MIT
#include <rapport/plugin.hpp>
#include <stdexcept>

namespace {

struct Choosy : rapport::Rule {
    Input<rapport::Number> input{this, "number", "zero or more"};
    Factor all{this, "all"};

    void score(Row& row) const {
        const auto number = row[input].value_or(0);
        if (number < 0) throw std::invalid_argument("a negative number");
        row[all] = number;
    }
};

}  // namespace

RAPPORT_RULE(Choosy, "com.example.choosy", "1.0.0", "Takes no negative number", 0, 1e9)
