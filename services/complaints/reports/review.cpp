// SPDX-License-Identifier: MIT
#include "services/complaints/reports/review.hpp"

#include <algorithm>
#include <map>

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

const Figure* figure_named(const Report& report, std::string_view name) {
    const auto found = std::ranges::find(report.figures, name, &Figure::name);
    return found == report.figures.end() ? nullptr : &*found;
}

}  // namespace

std::pair<Day, Day> period_before(Day from, Day to) {
    const std::int32_t length = to.days - from.days + 1;
    return {Day{from.days - length}, Day{to.days - length}};
}

std::vector<Trend> trends_between(const Report& before, const Report& now) {
    std::vector<Trend> trends;
    for (const char* name : {"received", "received_by_category", "received_by_severity", "recurring",
                             "time_to_acknowledge", "time_to_respond", "time_to_resolve"}) {
        std::map<std::string, Trend> rows;
        const auto take = [&](const Report& report, double Trend::*value) {
            const Figure* figure = figure_named(report, name);
            if (!figure) return;
            for (const FigureRow& row : figure->rows) {
                Trend& trend = rows.try_emplace(row.key, Trend{.figure = name, .key = row.key}).first->second;
                trend.*value = row.value;
            }
        };
        take(before, &Trend::before);
        take(now, &Trend::now);
        for (auto& [key, trend] : rows) trends.push_back(std::move(trend));
    }
    return trends;
}

std::vector<CauseShare> pareto(const Report& report) {
    std::vector<CauseShare> causes;
    const Figure* figure = figure_named(report, "received_by_root_cause");
    if (!figure) return causes;
    double all = 0, so_far = 0;
    for (const FigureRow& row : figure->rows) all += row.value;
    for (const FigureRow& row : figure->rows) {
        so_far += row.value;
        causes.push_back({.cause = row.key,
                          .complaints = row.value,
                          .percent = 100 * row.value / all,
                          .cumulative = 100 * so_far / all});
    }
    return causes;
}

const kit::Moves<Review>& review_moves() {
    static const kit::Moves<Review> moves{"review",
                                          &Review::state,
                                          {{{ReviewState::prepared},
                                            ReviewState::held,
                                            api::hold_review,
                                            "it was held, and the next one is due",
                                            kit::usual}}};
    return moves;
}

Review decided(Review review, const std::vector<Decision>& decisions, const kit::Asking& asking) {
    if (review.state == ReviewState::held)
        throw review_moves().refused(review, asking, "a review that was held is not changed any more: prepare another");
    for (std::size_t i = 0; i < decisions.size(); ++i)
        if (decisions[i].due && *decisions[i].due < review.from)
            throw invalid("decisions[" + std::to_string(i) + "].due", "must not be before the period of the review");
    review.decisions = decisions;
    return review;
}

Review held(Review review, Day next_due, const std::string& who, const kit::Asking& asking) {
    review_moves().make(review, api::hold_review, asking);
    if (next_due <= day_of(asking.now)) throw invalid("next_due", "must be a day to come");
    review.held_at = asking.now;
    review.held_by = who;
    review.next_due = next_due;
    return review;
}

}  // namespace rapport::complaints
