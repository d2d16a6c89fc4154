// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/casebook.hpp"
#include "services/complaints/report.hpp"

namespace rapport::complaints {

/// Makes reports of what is counted.
class Reporter {
public:
    explicit Reporter(const Casebook& book) : book_(book) {}
    Report report(const View& view, const Period& period) const;

private:
    const Casebook& book_;
};

/// The period that a request names. invalid_argument for one that ends before it begins.
Period period_of(const std::optional<Day>& from, const std::optional<Day>& to, Instant now);

}  // namespace rapport::complaints
