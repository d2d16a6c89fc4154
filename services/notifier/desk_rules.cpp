// SPDX-License-Identifier: MIT
#include "services/notifier/rule.hpp"

namespace rapport::notifier {
namespace {

Rule account_manager() {
    return {.name = "Tell the account manager of a new complaint",
            .event = "complaints.opened",
            .recipients = {Recipient::account_manager},
            .templates = {{"en",
                           "Complaint {{complaint.number}}{{#complaint.party_name}} from "
                           "{{complaint.party_name}}{{/complaint.party_name}}",
                           "{{complaint.subject}}\n\n"
                           "Number: {{complaint.number}}\n"
                           "Received: {{complaint.received_at_local}} via {{complaint.received_via}}\n"
                           "{{#complaint.priority}}\nPriority: {{complaint.priority}}\n{{/complaint.priority}}\n"},
                          {"zh",
                           "新投诉 {{complaint.number}}{{#complaint.party_name}}，来自 "
                           "{{complaint.party_name}}{{/complaint.party_name}}",
                           "{{complaint.subject}}\n\n"
                           "编号：{{complaint.number}}\n"
                           "收到时间：{{complaint.received_at_local}}，途径：{{complaint.received_via}}\n"
                           "{{#complaint.priority}}\n优先级：{{complaint.priority}}\n{{/complaint.priority}}\n"},
                          {"de",
                           "Beschwerde {{complaint.number}}{{#complaint.party_name}} von "
                           "{{complaint.party_name}}{{/complaint.party_name}}",
                           "{{complaint.subject}}\n\n"
                           "Nummer: {{complaint.number}}\n"
                           "Eingegangen: {{complaint.received_at_local}} über {{complaint.received_via}}\n"
                           "{{#complaint.priority}}\nPriorität: {{complaint.priority}}\n{{/complaint.priority}}\n"}},
            .urgency = Urgency::high,
            .shipped = "account_manager"};
}

Rule owner() {
    return {.name = "Tell the new owner of a complaint",
            .event = "complaints.assigned",
            .recipients = {Recipient::owner},
            .templates = {{"en", "Complaint {{complaint.number}} is yours",
                           "{{complaint.subject}}\n\n"
                           "{{#complaint.priority}}\nPriority: {{complaint.priority}}\n{{/complaint.priority}}\n"},
                          {"zh", "投诉 {{complaint.number}} 现由您负责",
                           "{{complaint.subject}}\n\n"
                           "{{#complaint.priority}}\n优先级：{{complaint.priority}}\n{{/complaint.priority}}\n"},
                          {"de", "Beschwerde {{complaint.number}} ist jetzt Ihre",
                           "{{complaint.subject}}\n\n"
                           "{{#complaint.priority}}\nPriorität: {{complaint.priority}}\n{{/complaint.priority}}\n"}},
            .shipped = "owner"};
}

Rule escalation() {
    return {.name = "Tell those who are to act on an escalation",
            .event = "complaints.escalated",
            .recipients = {Recipient::role},
            .templates = {{"en", "Escalated: complaint {{complaint.number}}, level {{complaint.escalation_level}}",
                           "{{complaint.subject}}\n\n"
                           "Because of: {{complaint.escalation.by}}\n"
                           "{{#complaint.escalation.reason}}\n{{complaint.escalation.reason}}\n"
                           "{{/complaint.escalation.reason}}\n"
                           "You are told as {{role}}. Answer the escalation, or it goes on to the next level.\n"},
                          {"zh", "升级：投诉 {{complaint.number}}，级别 {{complaint.escalation_level}}",
                           "{{complaint.subject}}\n\n"
                           "触发原因：{{complaint.escalation.by}}\n"
                           "{{#complaint.escalation.reason}}\n{{complaint.escalation.reason}}\n"
                           "{{/complaint.escalation.reason}}\n"
                           "您因角色 {{role}} 收到此通知。请处理此次升级，否则将升至下一级别。\n"},
                          {"de", "Eskaliert: Beschwerde {{complaint.number}}, Stufe {{complaint.escalation_level}}",
                           "{{complaint.subject}}\n\n"
                           "Anlass: {{complaint.escalation.by}}\n"
                           "{{#complaint.escalation.reason}}\n{{complaint.escalation.reason}}\n"
                           "{{/complaint.escalation.reason}}\n"
                           "Sie erhalten dies als {{role}}. Beantworten Sie die Eskalation, sonst geht sie an die "
                           "nächste Stufe.\n"}},
            .urgency = Urgency::high,
            .shipped = "escalation"};
}

}  // namespace

std::vector<Rule> desk_rules() { return {account_manager(), owner(), escalation()}; }

}  // namespace rapport::notifier
