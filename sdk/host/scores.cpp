// SPDX-License-Identifier: MIT
#include "sdk/host/scores.hpp"

#include <algorithm>

namespace rapport::sdk {

std::string_view to_string(Status status) {
    switch (status) {
        case Status::scored:
            return "scored";
        case Status::no_score:
            return "no_score";
        case Status::failed:
            return "failed";
    }
    return "unknown";
}

Scores::Scores(std::shared_ptr<const RuleDescription> rule, std::size_t rows)
    : values(rows),
      confidences(rows, 1.0),
      statuses(rows, Status::scored),
      contributions(rows * rule->factors.size()),
      rule_(std::move(rule)) {}

Scored Scores::operator[](std::size_t row) const {
    Scored out{statuses[row], values[row], confidences[row], reasons.empty() ? std::string{} : reasons[row], {}};
    if (out.status != Status::scored) return out;
    for (std::size_t f = 0; f < rule_->factors.size(); ++f)
        out.factors.push_back({rule_->factors[f].name, contributions[f * size() + row]});
    return out;
}

void Scores::take(Scores part, std::size_t first) {
    const auto at = static_cast<std::ptrdiff_t>(first);
    std::ranges::copy(part.values, values.begin() + at);
    std::ranges::copy(part.confidences, confidences.begin() + at);
    std::ranges::copy(part.statuses, statuses.begin() + at);
    for (std::size_t f = 0; f < rule_->factors.size(); ++f)
        std::copy_n(part.contributions.data() + f * part.size(), part.size(),
                    contributions.data() + f * size() + first);
    if (part.reasons.empty()) return;
    if (reasons.empty()) reasons.resize(size());
    std::ranges::move(part.reasons, reasons.begin() + at);
}

void Scores::fail(std::size_t row, std::string why) {
    if (reasons.empty()) reasons.resize(size());
    reasons[row] = std::move(why);
    statuses[row] = Status::failed;
    values[row] = 0;
    for (std::size_t f = 0; f < rule_->factors.size(); ++f) contributions[f * size() + row] = 0;
}

}  // namespace rapport::sdk
