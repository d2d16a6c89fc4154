// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// How complaints are brought before somebody who can do more.
namespace rapport::complaints::api {

/// Asks those of a level to act on a complaint; of the next level unless said.
struct Escalate {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::string reason;
    std::optional<std::int32_t> level;
    static constexpr auto fields =
        describe(identity(&Escalate::id, &Escalate::version),
                 Field{"reason", &Escalate::reason, "why", length(1, 2'000), multiline},
                 Field{"level", &Escalate::level, "to which; left out: the next one", between(1, 9)});
};
using AnswerEscalation = AtVersion<ComplaintId>;
/// Data of the event that tells the role that is to act.
struct EscalationEvent : Changed<Complaint> {
    std::string role = {};

    static constexpr auto more = describe(Field{"role", &EscalationEvent::role, "who is to act"});
    static Shape shape() { return kit::shape_with_more<EscalationEvent, Changed>("EscalationEvent"); }
};

inline constexpr kit::Command<Escalate, Shown<Complaint>> escalate{
    "escalate", POST("/complaints/{id}/escalate"), workers,
    "Escalate a complaint to the next level, or to the one given."};
inline constexpr kit::Command<AnswerEscalation, Shown<Complaint>> answer_escalation{
    "answer_escalation", POST("/complaints/{id}/escalation/answer"), desk,
    "Answer an escalation: it goes no further by itself."};

inline constexpr kit::Event<EscalationEvent> escalated{"complaints.escalated",
                                                       "a complaint was escalated: the role is to act"};
inline constexpr kit::Event<ComplaintEvent> escalation_answered{
    "complaints.escalation_answered", "somebody of the role that a complaint was escalated to acts"};

}  // namespace rapport::complaints::api
