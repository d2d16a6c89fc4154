// SPDX-License-Identifier: MIT
#include <array>
#include <cmath>
#include <rapport/plugin.hpp>
#include <stdexcept>

#include "standings.hpp"

namespace {

/// One thing that a supplier is judged by: a percentage, or a count that is perfect at 0 and worthless at `worst`.
struct Criterion {
    rapport::Rule::Input<rapport::Number> input;
    rapport::Setting<double> weight;
    rapport::Rule::Factor factor;
    const char* name;
    const rapport::Setting<double>* worst = nullptr;

    Criterion(rapport::Rule* rule, const char* input_name, const char* weight_name, const char* factor_name,
              double weight_default, const char* doc, const rapport::Setting<double>* worst_count = nullptr)
        : input(rule, input_name, doc),
          weight(rule, weight_name, weight_default, "of 100, how much it counts", 0, 100),
          factor(rule, factor_name, doc),
          name(input_name),
          worst(worst_count) {}

    /// 0 to 100.
    double score(double value) const {
        if (!(value >= 0)) throw std::out_of_range(std::string(name) + " is below 0");
        if (worst) return 100 * (1 - std::min(1.0, value / *worst));
        if (value > 100) throw std::out_of_range(std::string(name) + " is a percentage and above 100");
        return value;
    }
};

/// A supplier's score for a period: criteria by their weights, and what is known of earlier periods.
struct Scorecard : rapport::Rule {
    Setting<double> worst_incidents{this, "worst_incidents", 10, "that many incidents or more score 0", 1e-6, 1e9};
    Setting<double> worst_findings{this, "worst_findings", 10, "that many audit findings or more score 0", 1e-6, 1e9};
    Setting<double> worst_disputes{this, "worst_disputes", 3, "that many disputes or more score 0", 1e-6, 1e9};
    Setting<double> worst_wait{this, "worst_wait_hours", 80, "that many hours or more score 0", 1e-6, 1e9};

    Criterion deliveries{this, "supplier.deliveries_on_time",   "deliveries_weight", "deliveries on time",
                         25,   "deliveries on time, in percent"};
    Criterion attainment{this,
                         "supplier.agreement_attainment",
                         "attainment_weight",
                         "agreement attainment",
                         25,
                         "targets of its agreements that were met, in percent"};
    Criterion quality{
        this, "supplier.quality", "quality_weight", "quality", 0, "what was accepted of what it delivered, in percent"};
    Criterion price{this, "supplier.price", "price_weight", "price", 0, "the lowest price on offer, in percent of its"};
    Criterion incidents{this,
                        "supplier.incidents",
                        "incidents_weight",
                        "incidents",
                        15,
                        "incidents that it caused in the period",
                        &worst_incidents};
    Criterion findings{this, "supplier.audit_findings",          "findings_weight", "audit findings",
                       15,   "findings of audits that are open", &worst_findings};
    Criterion disputes{
        this,           "supplier.disputes", "disputes_weight", "disputes", 10, "disputes with it in the period",
        &worst_disputes};
    Criterion waiting{this,
                      "supplier.complaint_wait_hours",
                      "waiting_weight",
                      "complaints waited",
                      10,
                      "hours that complaints waited on it, on average",
                      &worst_wait};
    const std::array<const Criterion*, 8> criteria{&deliveries, &attainment, &quality,  &price,
                                                   &incidents,  &findings,   &disputes, &waiting};

    Input<rapport::Numbers> earlier{this, "supplier.earlier_scores",
                                    "its scores of earlier periods that had activity, newest first"};
    Input<rapport::Numbers> ages{this, "supplier.earlier_ages",
                                 "how many periods back each of them is; left out: 1, 2, 3 …"};
    Factor earlier_factor{this, "earlier periods"};

    Setting<double> halving{this, "halving_periods", 4, "an earlier period's weight halves every so many", 0.1, 1000};
    Setting<double> min_coverage{this, "min_coverage", 50, "percent of the weight that must be known for a score", 0,
                                 100};
    Setting<std::string> standings{this,
                                   "standings",
                                   "0 critical, 40 poor, 60 fair, 75 good, 90 excellent",
                                   "names for parts of the scale: lower bounds, rising, the first 0",
                                   1,
                                   1000};

    void start() {
        double sum = 0;
        for (const auto* each : criteria) sum += each->weight;
        if (std::abs(sum - 100) > 1e-6)
            throw std::invalid_argument("the weights of the criteria sum to " + number(sum, 12) +
                                        ", and must sum to 100");
        standings_ = scorecard::Standings(*standings);
    }

    void score(Row& row) const {
        double known = 0, points = 0;
        int count = 0;
        std::array<double, 8> scores{};
        for (std::size_t i = 0; i < criteria.size(); ++i) {
            const auto value = row[criteria[i]->input];
            if (!value || criteria[i]->weight <= 0) continue;
            scores[i] = criteria[i]->score(*value);
            known += criteria[i]->weight, points += criteria[i]->weight * scores[i];
            ++count;
        }
        if (count == 0) return row.none("no activity in the period");
        if (known < min_coverage)
            return row.none("only " + number(known) + " % of the weight is known, " + number(min_coverage) +
                            " % is needed");
        const auto [share, before] = past(row);
        for (std::size_t i = 0; i < criteria.size(); ++i)
            row[criteria[i]->factor] = share * criteria[i]->weight * scores[i] / known;
        row[earlier_factor] = before;
        row.confidence(known / 100);
        row.reason(std::string(standings_.of(share * points / known + before)) + ", coverage " + number(known) + " %");
    }

private:
    /// What share of the value is this period's, and what earlier ones give to it.
    std::pair<double, double> past(const Row& row) const {
        const auto scores = row[earlier], periods = row[ages];
        if (!periods.empty() && periods.size() != scores.size())
            throw std::invalid_argument("supplier.earlier_ages must have as many values as supplier.earlier_scores");
        double weights = 1, sum = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double age = periods.empty() ? static_cast<double>(i + 1) : periods[i];
            if (!(age > 0)) throw std::out_of_range("supplier.earlier_ages has one that is not above 0");
            if (!(scores[i] >= 0 && scores[i] <= 100))
                throw std::out_of_range("supplier.earlier_scores has one that is not from 0 to 100");
            const double weight = std::exp2(-age / halving);
            weights += weight, sum += weight * scores[i];
        }
        return {1 / weights, sum / weights};
    }

    static std::string number(double value, int digits = 6) {
        char text[32];
        std::snprintf(text, sizeof text, "%.*g", digits, value);
        return text;
    }

    scorecard::Standings standings_;
};

}  // namespace

RAPPORT_RULE(Scorecard, "rapport.scorecard", "1.0.0", "Scorecard of a supplier", 0, 100)
