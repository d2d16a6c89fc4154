// SPDX-License-Identifier: MIT
#include <rapport/plugin.hpp>
#include <rapport/statistics.hpp>
#include <stdexcept>

namespace {

/// The share of satisfied answers, in percent, with Wilson's interval.
struct Csat : rapport::Rule {
    Input<rapport::Numbers> answers{this, "survey.csat", "answers 1 (very dissatisfied) to 5 (very satisfied)"};
    Setting<int> min_answers{this, "min_answers", 1, "fewer answers give no score", 1, 1'000'000};
    Setting<double> level{this, "level", 0.95, "how often an interval so made holds the true value", 0.5, 0.999};
    Factor satisfied{this, "satisfied (4)"}, very_satisfied{this, "very satisfied (5)"};

    void start() { z_ = rapport::normal_quantile(0.5 + level / 2); }

    void score(Row& row) const {
        const auto given = row[answers];
        if (std::ssize(given) < min_answers) return row.none("too few answers");
        std::size_t fours = 0, fives = 0;
        for (const double x : given) {
            if (x != 1 && x != 2 && x != 3 && x != 4 && x != 5)
                throw std::out_of_range("survey.csat has an answer that is none of 1, 2, 3, 4, 5");
            fours += x == 4;
            fives += x == 5;
        }
        const auto n = static_cast<double>(given.size());
        row[satisfied] = 100 * static_cast<double>(fours) / n;
        row[very_satisfied] = 100 * static_cast<double>(fives) / n;
        const auto [low, high] = rapport::wilson(static_cast<double>(fours + fives), n, z_);
        row.confidence(1 - (high - low));
        row.reason(rapport::interval_text(given.size(), level, {100 * low, 100 * high}));
    }

private:
    double z_ = 0;
};

}  // namespace

RAPPORT_RULE(Csat, "rapport.csat", "1.0.0", "Customer satisfaction", 0, 100)
