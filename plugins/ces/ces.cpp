// SPDX-License-Identifier: MIT
#include <cmath>
#include <rapport/plugin.hpp>
#include <rapport/statistics.hpp>
#include <stdexcept>

namespace {

/// The mean of answers on effort, with Student's interval and the share of those who found it easy.
struct Ces : rapport::Rule {
    Input<rapport::Numbers> answers{this, "survey.ces",
                                    "answers 1 (strongly disagree that it was made easy) to 7 (strongly agree)"};
    Setting<int> min_answers{this, "min_answers", 1, "fewer answers give no score", 1, 1'000'000};
    Setting<double> level{this, "level", 0.95, "how often an interval so made holds the true value", 0.5, 0.999};
    Factor easy{this, "easy (5–7)"}, neutral{this, "neutral (4)"}, hard{this, "hard (1–3)"};

    void score(Row& row) const {
        const auto given = row[answers];
        if (std::ssize(given) < min_answers) return row.none("too few answers");
        const auto n = static_cast<double>(given.size());
        std::size_t found_easy = 0;
        for (const double x : given) {
            if (!(x >= 1 && x <= 7) || x != std::trunc(x))
                throw std::out_of_range("survey.ces has an answer that is no whole number from 1 to 7");
            found_easy += x >= 5;
            row[x >= 5 ? easy : x <= 3 ? hard : neutral] += x / n;
        }
        const auto [low, high] = rapport::mean_interval(given, level);
        const rapport::Interval interval{std::max(low, 1.0), std::min(high, 7.0)};
        row.confidence(1 - (interval.high - interval.low) / 6);
        char share[32];
        std::snprintf(share, sizeof share, ", %.1f %% easy", 100 * static_cast<double>(found_easy) / n);
        row.reason(rapport::interval_text(given.size(), level, interval) + share);
    }
};

}  // namespace

RAPPORT_RULE(Ces, "rapport.ces", "1.0.0", "Customer effort score", 1, 7)
