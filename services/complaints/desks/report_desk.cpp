// SPDX-License-Identifier: MIT
#include "services/complaints/desks/report_desk.hpp"

namespace rapport::complaints {
namespace {

constexpr kit::Timer<> more_timer{"add_up_more"};

}  // namespace

kit::Routes ReportDesk::routes() {
    return {kit::on(api::report, this, &ReportDesk::report), kit::on(api::report_csv, this, &ReportDesk::report_csv),
            kit::every("add_up", std::chrono::seconds(5), this, &ReportDesk::add_up),
            kit::timer(more_timer, this, &ReportDesk::add_up)};
}

Report ReportDesk::report(View& view, const api::ReportOf& request) {
    return reporter_.report(view,
                            period_of(request.from, request.to, reporter_.zone(view, request.time_zone), view.now()));
}

kit::File ReportDesk::report_csv(View& view, const api::ReportOf& request) {
    const Report made = report(view, request);
    return {"complaints-" + to_text(made.from) + "-" + to_text(made.to) + ".csv", "text/csv", as_csv(made)};
}

/// In portions that hold up nobody for long.
void ReportDesk::add_up(Unit& unit) {
    constexpr std::int64_t portion = 10'000;
    if (book_.tallies().add_up(unit, portion)) unit.after(more_timer, Millis(0));
}

}  // namespace rapport::complaints
