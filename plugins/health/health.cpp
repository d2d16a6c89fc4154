// SPDX-License-Identifier: MIT
#include <array>
#include <cmath>
#include <rapport/plugin.hpp>
#include <stdexcept>

namespace {

using Days = std::chrono::duration<double, std::ratio<86'400>>;

/// One sign of how a relationship is doing: what was measured, when, and how much it counts.
struct Sign {
    rapport::Rule::Input<rapport::Number> input;
    rapport::Rule::Input<rapport::Time> measured_at;
    rapport::Setting<double> weight;
    rapport::Rule::Factor factor;
    const char* name;
    double lowest, highest;  // of the measured value; they score 0 and 100

    Sign(rapport::Rule* rule, const char* input_name, const char* time_name, const char* weight_name,
         const char* factor_name, double weight_default, double from, double to, const char* doc)
        : input(rule, input_name, doc),
          measured_at(rule, time_name, "when that was measured; left out: just now"),
          weight(rule, weight_name, weight_default, "of 100, how much it counts while it is fresh", 0, 100),
          factor(rule, factor_name, doc),
          name(input_name),
          lowest(from),
          highest(to) {}

    double score(double value) const {
        if (!(value >= lowest && value <= highest))
            throw std::out_of_range(std::string(name) + " is not between " + std::to_string(lowest) + " and " +
                                    std::to_string(highest));
        return 100 * (value - lowest) / (highest - lowest);
    }
};

/// How healthy a relationship is, 0 to 100: signs by their weights, which decay with the age of what was measured.
struct Health : rapport::Rule {
    Sign satisfaction{this,
                      "relationship.csat",
                      "relationship.csat_at",
                      "satisfaction_weight",
                      "satisfaction",
                      25,
                      0,
                      100,
                      "satisfied answers, in percent"};
    Sign promoters{this, "relationship.nps",  "relationship.nps_at", "nps_weight", "recommendation", 10, -100,
                   100,  "net promoter score"};
    Sign attainment{this,
                    "relationship.agreement_attainment",
                    "relationship.agreement_attainment_at",
                    "attainment_weight",
                    "agreement attainment",
                    20,
                    0,
                    100,
                    "targets of its agreements that were met, in percent"};
    Sign promises{this,
                  "relationship.promises_kept",
                  "relationship.promises_kept_at",
                  "promises_weight",
                  "promises kept",
                  15,
                  0,
                  100,
                  "promises kept out of those that were due, in percent"};
    const std::array<const Sign*, 4> signs{&satisfaction, &promoters, &attainment, &promises};

    Input<rapport::Number> complaints{this, "relationship.complaints_90d", "complaints of the last 90 days"};
    Setting<double> complaints_weight{this, "complaints_weight", 15, "of 100, how much complaints count", 0, 100};
    Setting<double> worst_complaints{this, "worst_complaints", 5, "that many complaints or more score 0", 1e-6, 1e9};
    Factor complaints_factor{this, "complaints"};

    Input<rapport::Time> last_contact{this, "relationship.last_contact", "when there was contact last"};
    Setting<double> contact_weight{this, "contact_weight", 15, "of 100, how much contact counts", 0, 100};
    Setting<double> contact_half_life{
        this, "contact_half_life_days", 45, "the score of contact halves with every so many days since", 0.01, 36'500};
    Factor contact_factor{this, "contact"};

    Setting<double> half_life{
        this, "half_life_days", 180, "the weight of what was measured halves with every so many days", 0.01, 36'500};
    Setting<double> min_coverage{
        this, "min_coverage", 50, "percent of the weight that must be known, and fresh enough, for a score", 0, 100};

    void start() const {
        double sum = complaints_weight + contact_weight;
        for (const auto* each : signs) sum += each->weight;
        if (std::abs(sum - 100) > 1e-6)
            throw std::invalid_argument("the weights sum to " + number(sum, 12) + ", and must sum to 100");
    }

    void score(Row& row) const {
        Tally tally;
        for (const auto* each : signs)
            if (const auto value = row[each->input])
                tally.add(row, each->factor,
                          each->weight * std::exp2(-age(row, row[each->measured_at].value_or(row.now())) / half_life),
                          each->score(*value));
        if (const auto count = row[complaints]) {
            if (!(*count >= 0)) throw std::out_of_range("relationship.complaints_90d is below 0");
            tally.add(row, complaints_factor, complaints_weight, 100 * (1 - std::min(1.0, *count / worst_complaints)));
        }
        if (const auto at = row[last_contact])
            tally.add(row, contact_factor, contact_weight, 100 * std::exp2(-age(row, *at) / contact_half_life));
        if (tally.known <= 0) return row.none("nothing is known");
        if (tally.known < min_coverage) {
            tally.scale(row, 0);
            return row.none("coverage is only " + number(tally.known) + " %, " + number(min_coverage) + " % is needed");
        }
        tally.scale(row, 1 / tally.known);
        row.confidence(std::min(1.0, tally.known / 100));
        row.reason("coverage " + number(tally.known) + " %");
    }

private:
    /// Collects weight times score, to be shared among what is known at the end.
    struct Tally {
        double known = 0;
        std::array<const Factor*, 6> used{};
        std::size_t count = 0;

        void add(Row& row, const Factor& factor, double weight, double score) {
            known += weight;
            row[factor] = weight * score;
            used[count++] = &factor;
        }
        void scale(Row& row, double by) {
            for (std::size_t i = 0; i < count; ++i) row[*used[i]] *= by;
        }
    };

    /// In days; what lies ahead of now counts as now.
    static double age(const Row& row, rapport::Instant at) { return std::max(0.0, Days(row.now() - at).count()); }

    static std::string number(double value, int digits = 4) {
        char text[32];
        std::snprintf(text, sizeof text, "%.*g", digits, value);
        return text;
    }
};

}  // namespace

RAPPORT_RULE(Health, "rapport.health", "1.0.0", "Health of a relationship", 0, 100)
