// SPDX-License-Identifier: MIT
#pragma once
#include "services/notifier/recipient.hpp"

/// Who is told what, through which channel: values and pure functions, no I/O.
namespace rapport::notifier {

struct RuleTag;
using RuleId = Id<RuleTag>;

/// How soon somebody has to look at it.
enum class Urgency { low, normal, high, critical };
constexpr auto names_of(Urgency) { return std::array{"low"sv, "normal"sv, "high"sv, "critical"sv}; }

/// What is written, in one language: Mustache over the event. What is put in is not escaped, since it is plain text.
struct Template {
    std::string language, subject, text;
    static constexpr auto fields =
        describe(Field{"language", &Template::language, "of the text, as in BCP 47: en, pt-BR", length(2, 35)},
                 Field{"subject", &Template::subject, "one line, a Mustache template", length(1, 500)},
                 Field{"text", &Template::text,
                       "a Mustache template: {{complaint.number}}, {{recipient.name}}, {{type}}, {{time}}",
                       length(1, 20'000), multiline});
};

inline constexpr std::string_view who_is_told =
    "who is told: complainant, owner, account_manager, role (which the event names), user, former_address, channel, "
    "contact:ROLE (of the event's parties), tagged:TAG (contacts of parties with that tag), user_role:ROLE, field:PATH "
    "(an address, contact or user that the event names)";

/// Events of that type for which the condition holds tell those people.
struct Rule {
    RuleId id;
    std::int64_t version = 0;
    std::string name, event;
    std::optional<std::string> where, channel;
    std::vector<Recipient> recipients;
    std::vector<Template> templates;
    Urgency urgency = Urgency::normal;
    bool enabled = true, retired = false;
    std::optional<std::string> shipped = {};
    bool changed = false;
    std::optional<Instant> created_at = {};

    static constexpr auto fields = describe(
        identity(&Rule::id, &Rule::version),
        Field{"name", &Rule::name, "what people call it", length(1, 200), editable},
        Field{"event", &Rule::event, "the type of event, such as complaints.opened", length(3, 200), editable, filter},
        Field{"where", &Rule::where,
              "a condition on the event, such as data.complaint.priority in (P1, P2); none: every event of that type",
              length(1, 4096), multiline, editable},
        Field{"channel", &Rule::channel, "through which channel; none: the one of the configuration", length(1, 50),
              editable},
        Field{"recipients", &Rule::recipients, who_is_told, length(1, 20), editable},
        Field{"templates", &Rule::templates, "what they are told, one for each language; the first is used for others",
              length(1, 50), editable},
        Field{"urgency", &Rule::urgency, "how soon it should be read", editable, defaulted},
        Field{"enabled", &Rule::enabled, "whether it is in force", editable, defaulted, filter},
        Field{"retired", &Rule::retired, "removed: kept for the notices that name it", hides},
        Field{"shipped", &Rule::shipped, "which of those that ship it is; none: an operator's own"},
        Field{"changed", &Rule::changed, "whether an operator changed it, so that a new release leaves it as it is",
              defaulted},
        Field{"created_at", &Rule::created_at, "when it was added; none: before that was kept"});
};

/// invalid_argument, naming the field, for a rule that could not work: a condition or template that cannot be read,
/// nobody to tell, nothing to say. Whether anything would ever come of it, firing.hpp says.
void check(const Rule& rule);
/// Whether the rule is in force and meant for that event, a MessagePack map as bus::Event is encoded.
bool applies(const Rule& rule, const Any& event);
/// The template in the first of these languages that there is one in, whatever its region, else the first of all.
const Template& template_in(const Rule& rule, std::initializer_list<std::optional<std::string>> languages);
/// What ships, without ids, each under its name in `shipped`: what becomes of their complaint, to complainants.
std::vector<Rule> complainant_rules();
/// Of complaints, to us.
std::vector<Rule> desk_rules();
/// Of accounts: whoever signs in is told of changes to how they do (OWASP ASVS 2.2.3).
std::vector<Rule> account_rules();
/// All of them.
std::vector<Rule> shipped_rules();

}  // namespace rapport::notifier
