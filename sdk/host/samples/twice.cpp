// SPDX-License-Identifier: MIT
#include <rapport/plugin.hpp>

namespace {

struct Twice : rapport::Rule {
    Input<rapport::Number> input{this, "number", "what is doubled"};
    Factor once{this, "once"}, again{this, "again"};

    void score(Row& row) const {
        const auto number = row[input];
        if (!number) return row.none("no number");
        row[once] = *number;
        row[again] = *number;
    }
};

}  // namespace

RAPPORT_RULE(Twice, "com.example.twice", "1.0.0", "Twice a number", -1e9, 1e9)
