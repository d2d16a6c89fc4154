// SPDX-License-Identifier: MIT
#include <cmath>
#include <rapport/plugin.hpp>
#include <rapport/statistics.hpp>
#include <stdexcept>

namespace {

/// Promoters less detractors, in percent, with the adjusted Wald interval.
struct Nps : rapport::Rule {
    Input<rapport::Numbers> answers{this, "survey.nps", "answers 0 (not at all likely) to 10 (extremely likely)"};
    Setting<int> min_answers{this, "min_answers", 1, "fewer answers give no score", 1, 1'000'000};
    Setting<double> level{this, "level", 0.95, "how often an interval so made holds the true value", 0.5, 0.999};
    Factor promoters{this, "promoters (9–10)"}, detractors{this, "detractors (0–6)"};

    void start() { z_ = rapport::normal_quantile(0.5 + level / 2); }

    void score(Row& row) const {
        const auto given = row[answers];
        if (std::ssize(given) < min_answers) return row.none("too few answers");
        std::size_t many = 0, few = 0;
        for (const double x : given) {
            if (!(x >= 0 && x <= 10) || x != std::trunc(x))
                throw std::out_of_range("survey.nps has an answer that is no whole number from 0 to 10");
            many += x >= 9;
            few += x <= 6;
        }
        const auto n = static_cast<double>(given.size());
        const auto plus = static_cast<double>(many), minus = static_cast<double>(few);
        row[promoters] = 100 * plus / n;
        row[detractors] = -100 * minus / n;
        const auto [low, high] = rapport::adjusted_wald(plus, minus, n, z_);
        row.confidence(1 - (high - low) / 2);
        row.reason(rapport::interval_text(given.size(), level, {100 * low, 100 * high}));
    }

private:
    double z_ = 0;
};

}  // namespace

RAPPORT_RULE(Nps, "rapport.nps", "1.0.0", "Net promoter score", -100, 100)
