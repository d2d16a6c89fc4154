// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/conversation.hpp"
#include "services/complaints/cases/feedback_book.hpp"

namespace rapport::complaints {

/// What people outside do themselves, by a link that nobody can guess.
class OutsideDesk {
public:
    explicit OutsideDesk(const Casebook& book) : book_(book), feedback_(book), conversation_(book) {}
    kit::Routes routes();

private:
    api::Filed file(Unit& unit, const api::FileComplaint& request);
    api::Filed file_compliment(Unit& unit, const api::FileCompliment& request);
    api::Filed file_suggestion(Unit& unit, const api::FileSuggestion& request);
    api::Filed file_question(Unit& unit, const api::FileQuestion& request);
    api::OutsideCompliment follow_compliment(View& view, const api::Follow& request);
    api::OutsideSuggestion follow_suggestion(View& view, const api::Follow& request);
    api::OutsideQuestion follow_question(View& view, const api::Follow& request);
    api::OutsideView follow(View& view, const api::Follow& request);
    api::OutsideView reply(Unit& unit, const api::OutsideSay& request);
    api::OutsideView accept(Unit& unit, const api::Follow& request);
    api::OutsideView dispute(Unit& unit, const api::OutsideSay& request);
    api::OutsideView rate(Unit& unit, const api::Rate& request);
    api::OutsideLink link(View& view, const kit::ById<ComplaintId>& request);
    api::OutsideLink question_link(View& view, const kit::ById<QuestionId>& request);

    Complaint complaint_of(const View& view, const std::string& token) const;
    api::OutsideView shown(const View& view, const Complaint& complaint) const;

    const Casebook& book_;
    FeedbackBooks feedback_;
    Conversation conversation_;
};

}  // namespace rapport::complaints
