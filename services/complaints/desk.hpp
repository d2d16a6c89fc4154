// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/action_desk.hpp"
#include "services/complaints/calendar_desk.hpp"
#include "services/complaints/case_desk.hpp"
#include "services/complaints/intake_desk.hpp"
#include "services/complaints/move_desk.hpp"
#include "services/kit/service/service.hpp"

namespace rapport::complaints {

/// The complaint desk: its desks over one casebook.
class Desk final : public kit::Component {
public:
    explicit Desk(const Settings& settings) : book_(settings), intake_(book_, settings) {}
    kit::Definition definition() override;

private:
    Casebook book_;
    IntakeDesk intake_;
    CaseDesk cases_{book_};
    MoveDesk moves_{book_};
    ActionDesk actions_{book_};
    CalendarDesk calendars_{book_};
};

}  // namespace rapport::complaints
