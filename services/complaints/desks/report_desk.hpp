// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/reporter.hpp"

namespace rapport::complaints {

/// What complaints look like all together; and the adding up behind it.
class ReportDesk {
public:
    explicit ReportDesk(const Casebook& book) : book_(book), reporter_(book) {}
    kit::Routes routes();

private:
    Report report(View& view, const api::ReportOf& request);
    kit::File report_csv(View& view, const api::ReportOf& request);
    void add_up(Unit& unit);

    const Casebook& book_;
    Reporter reporter_;
};

}  // namespace rapport::complaints
