// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"
#include "services/complaints/reports/report.hpp"

namespace rapport::complaints {

/// Makes reports of what is counted.
class Reporter {
public:
    explicit Reporter(const Casebook& book) : book_(book) {}
    Report report(const View& view, const Period& period) const;
    /// The zone that a request names, else the organisation's. invalid_argument, naming `time_zone`, for none.
    kit::Zone zone(const View& view, const std::optional<std::string>& name) const;

private:
    Ages ages(const View& view, const kit::Zone& zone) const;

    const Casebook& book_;
};

/// The period that a request names. invalid_argument for one that ends before it begins.
Period period_of(const std::optional<Day>& from, const std::optional<Day>& to, const kit::Zone& zone, Instant now);

}  // namespace rapport::complaints
