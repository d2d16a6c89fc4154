// SPDX-License-Identifier: MIT
// clang-format off
#include <rapport/plugin.hpp>

struct Nps : rapport::Rule {
    Input<rapport::Numbers> answers{this, "survey.nps", "answers 0 to 10"};
    Setting<int> min_answers{this, "min_answers", 5, "fewer answers give no score", 1, 1000};
    Factor promoters{this, "promoters"}, detractors{this, "detractors"};

    void score(Row& row) const {
        const auto given = row[answers];
        if (std::ssize(given) < min_answers) return row.none("too few answers");
        row[promoters]  =  100.0 * std::ranges::count_if(given, [](double x) { return x >= 9; }) / given.size();
        row[detractors] = -100.0 * std::ranges::count_if(given, [](double x) { return x <= 6; }) / given.size();
    }
};
RAPPORT_RULE(Nps, "com.example.nps", "1.0.0", "Net promoter score", -100, 100)
