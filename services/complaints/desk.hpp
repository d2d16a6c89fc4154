// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/desks/assignment_desk.hpp"
#include "services/complaints/desks/bulk_desk.hpp"
#include "services/complaints/desks/case_desk.hpp"
#include "services/complaints/desks/category_desk.hpp"
#include "services/complaints/desks/escalation_desk.hpp"
#include "services/complaints/desks/feedback_desk.hpp"
#include "services/complaints/desks/intake_desk.hpp"
#include "services/complaints/desks/link_desk.hpp"
#include "services/complaints/desks/move_desk.hpp"
#include "services/complaints/desks/note_desk.hpp"
#include "services/complaints/desks/outside_desk.hpp"
#include "services/complaints/desks/overview_desk.hpp"
#include "services/complaints/desks/question_desk.hpp"
#include "services/complaints/desks/report_desk.hpp"
#include "services/complaints/desks/review_desk.hpp"
#include "services/complaints/desks/target_desk.hpp"
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
    CategoryDesk categories_{book_.store()};
    BulkDesk bulk_{book_};
    EscalationDesk escalation_{book_};
    TargetDesk targets_{book_};
    NoteDesk notes_{book_};
    LinkDesk links_{book_};
    FeedbackDesk feedback_{book_};
    QuestionDesk questions_{book_};
    ReportDesk reports_{book_};
    ReviewDesk reviews_{book_};
    OutsideDesk outside_{book_};
    AssignmentDesk assignment_{book_.store()};
    OverviewDesk overview_{book_};
};

}  // namespace rapport::complaints
