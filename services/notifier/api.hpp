// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "services/kit/method.hpp"
#include "services/kit/reachability.hpp"
#include "services/notifier/notice.hpp"
#include "services/notifier/pause.hpp"

/// What others may ask of the notifier and hear from it.
namespace rapport::notifier::api {

using kit::ById, kit::CREATE, kit::DELETE, kit::GET, kit::PATCH, kit::POST, kit::Role;

inline constexpr std::string_view who_is_told =
    "who is told: complainant, owner, account_manager, role (which the event names), user, former_address, channel, "
    "contact:ROLE (of the event's parties), tagged:TAG (contacts of parties with that tag), user_role:ROLE, field:PATH "
    "(an address, contact or user that the event names)";

/// A new rule: which event, under which condition, tells whom, in which words.
struct AddRule {
    std::string name, event;
    std::optional<std::string> where, channel;
    std::vector<Recipient> recipients;
    std::vector<Template> templates;
    Urgency urgency = Urgency::normal;
    bool enabled = true;

    static constexpr auto fields = describe(
        Field{"name", &AddRule::name, "what people call it", length(1, 200)},
        Field{"event", &AddRule::event, "the type of event, such as complaints.opened", length(3, 200)},
        Field{"where", &AddRule::where, "a condition such as data.complaint.priority in (P1, P2)", length(1, 4096),
              multiline},
        Field{"channel", &AddRule::channel, "through which channel; left out: the one of the configuration",
              length(1, 50)},
        Field{"recipients", &AddRule::recipients, who_is_told, length(1, 20)},
        Field{"templates", &AddRule::templates, "one for each language; the first is used for others", length(1, 50)},
        Field{"urgency", &AddRule::urgency, "how soon it should be read", defaulted},
        Field{"enabled", &AddRule::enabled, "whether it is in force at once", defaulted});
};

/// Changes what is named of a rule; what is left out stays.
struct UpdateRule {
    RuleId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> name, event;
    Patch<std::string> where, channel;
    std::optional<std::vector<Recipient>> recipients;
    std::optional<std::vector<Template>> templates;
    std::optional<Urgency> urgency;
    std::optional<bool> enabled;

    static constexpr auto fields =
        describe(Field{"id", &UpdateRule::id, "which rule"},
                 Field{"version", &UpdateRule::version, "the version that was read: aborted if it is another by now"},
                 Field{"name", &UpdateRule::name, "what people call it", length(1, 200)},
                 Field{"event", &UpdateRule::event, "the type of event, such as complaints.opened", length(3, 200)},
                 Field{"where", &UpdateRule::where, "a condition; null: none", length(1, 4096), multiline},
                 Field{"channel", &UpdateRule::channel, "through which channel; null: the one of the configuration",
                       length(1, 50)},
                 Field{"recipients", &UpdateRule::recipients, who_is_told, length(1, 20)},
                 Field{"templates", &UpdateRule::templates, "all of them, one for each language", length(1, 50)},
                 Field{"urgency", &UpdateRule::urgency, "how soon it should be read"},
                 Field{"enabled", &UpdateRule::enabled, "false: it tells nobody until it is enabled again"});
};

/// A page of rules, by event or by whether they are in force.
struct ListRules {
    std::int64_t limit = 50;
    std::optional<std::string> after, event;
    std::optional<bool> enabled;
    static constexpr auto fields =
        describe(Field{"limit", &ListRules::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListRules::after, "`next` of the page before", length(1, 500)},
                 Field{"event", &ListRules::event, "only those for this type of event"},
                 Field{"enabled", &ListRules::enabled, "only those in force, or only the others"});
};

/// A page of notices, by what they are about, to whom, and what became of them.
struct ListNotices {
    std::int64_t limit = 50;
    std::optional<std::string> after, search, subject, address, channel;
    std::optional<State> state;
    std::optional<Recipient> recipient;
    std::optional<RuleId> rule;
    std::optional<Uuid> event;
    static constexpr auto fields =
        describe(Field{"limit", &ListNotices::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListNotices::after, "`next` of the page before", length(1, 500)},
                 Field{"search", &ListNotices::search, "words in name, address and title", length(1, 200)},
                 Field{"subject", &ListNotices::subject, "only because of what happened to this entity, by its id"},
                 Field{"address", &ListNotices::address, "only to this address", personal},
                 Field{"channel", &ListNotices::channel, "only through this channel"},
                 Field{"state", &ListNotices::state, "only those in this state; failed are the dead letters"},
                 Field{"recipient", &ListNotices::recipient, "only to these"},
                 Field{"rule", &ListNotices::rule, "only by this rule"},
                 Field{"event", &ListNotices::event, "only because of this event"});
};

/// A command on one entity.
template <class IdType>
struct Which {
    IdType id;
    std::optional<std::int64_t> version;
    static constexpr auto fields =
        describe(Field{"id", &Which::id, "which"},
                 Field{"version", &Which::version, "the version that was read: aborted if it is another by now"});
};

/// A channel by its name.
struct OfChannel {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &OfChannel::name, "what rules call it", length(1, 50)});
};

/// Asks for all channels: it has nothing to say.
struct ListChannels {
    static constexpr auto fields = describe();
};

/// Whether letters are sent through a channel now.
enum class ChannelState {
    ready,
    paused,  ///< its plugin hung, died or could not be run: not sent through for a while
};
constexpr auto names_of(ChannelState) { return std::array{"ready"sv, "paused"sv}; }

/// A channel that is configured, and how it fares.
struct ChannelStanding {
    std::string name, plugin;
    ChannelState state = ChannelState::ready;
    std::int64_t failures = 0;
    std::optional<std::string> reason;
    std::optional<Instant> since, until;
    static constexpr auto fields =
        describe(Field{"name", &ChannelStanding::name, "what rules call it"},
                 Field{"plugin", &ChannelStanding::plugin, "the plugin's id"},
                 Field{"state", &ChannelStanding::state, "paused: it is not sent through until then"},
                 Field{"failures", &ChannelStanding::failures, "how often it failed in a row"},
                 Field{"reason", &ChannelStanding::reason, "why it failed last"},
                 Field{"since", &ChannelStanding::since, "when it failed first"},
                 Field{"until", &ChannelStanding::until, "when it is tried again"});
};
/// Every channel that is configured.
struct ChannelList {
    std::vector<ChannelStanding> items;
    static constexpr auto fields = describe(Field{"items", &ChannelList::items, "by name"});
};

/// Whether sending through a channel would work.
struct Probed {
    std::string name, plugin;
    std::optional<std::string> version;
    bool works = false;
    std::optional<std::string> reason;
    std::optional<Instant> paused_until;
    static constexpr auto fields = describe(Field{"name", &Probed::name, "what rules call it"},
                                            Field{"plugin", &Probed::plugin, "the plugin's id"},
                                            Field{"version", &Probed::version, "the plugin's version, where it loads"},
                                            Field{"works", &Probed::works, "whether sending would work"},
                                            Field{"reason", &Probed::reason, "why it would not, and what to do"},
                                            Field{"paused_until", &Probed::paused_until,
                                                  "until then it is not sent through, since it failed; resume_channel "
                                                  "ends that"});
};

/// Data of events about a rule: the rule as it is now, and what changed.
struct RuleTold {
    Rule rule;
    std::vector<Change> changes;
    static constexpr auto fields = describe(Field{"rule", &RuleTold::rule, "as it is now"},
                                            Field{"changes", &RuleTold::changes, "before and after, of what changed"});
};

inline constexpr kit::Roles operators = kit::managers;
inline constexpr kit::Roles staff = kit::roles(Role::agent, Role::account_manager);

inline constexpr kit::Command<AddRule, Rule> add_rule{"add_rule", CREATE("/notification-rules"), operators,
                                                      "Has events tell people from now on."};
inline constexpr kit::Query<ById<RuleId>, Rule> get_rule{"get_rule", GET("/notification-rules/{id}"), staff,
                                                         "One rule, also one that was removed."};
inline constexpr kit::Query<ListRules, kit::Page<Rule>> list_rules{"list_rules", GET("/notification-rules"), staff,
                                                                   "Rules, newest first."};
inline constexpr kit::Command<UpdateRule, Rule> update_rule{"update_rule", PATCH("/notification-rules/{id}"), operators,
                                                            "Changes a rule. What it has already caused stays."};
inline constexpr kit::Command<Which<RuleId>, Rule> remove_rule{"remove_rule", DELETE("/notification-rules/{id}"),
                                                               operators, "Takes a rule out of force and of lists."};
inline constexpr kit::Command<Which<RuleId>, Rule> restore_rule{
    "restore_rule", POST("/notification-rules/{id}/restore"), operators,
    "Gives a rule that ships the text, recipients and condition that ship now, and puts it in force."};
inline constexpr kit::Query<ById<NoticeId>, Notice> get_notice{"get_notice", GET("/notices/{id}"), staff,
                                                               "One notice and its fate."};
inline constexpr kit::Query<ListNotices, kit::Page<Notice>> list_notices{"list_notices", GET("/notices"), staff,
                                                                         "Notices, newest first."};
inline constexpr kit::Command<Which<NoticeId>, Notice> resend{
    "resend", POST("/notices/{id}/resend"), kit::roles(Role::agent),
    "Takes up a notice that failed, was skipped or is unknown. Its key is the same: a channel that had it and is "
    "idempotent does not send it twice."};

inline constexpr kit::Query<ListChannels, ChannelList> list_channels{
    "list_channels", GET("/notification-channels"), staff, "The channels that are configured, and how each fares."};
inline constexpr kit::Operation<OfChannel, Probed> probe_channel{
    "probe_channel", POST("/notification-channels/{name}/probe"), operators,
    "Whether sending through a channel would work: loads it anew, connects and signs in, and sends nothing."};
inline constexpr kit::Command<OfChannel, ChannelStanding> resume_channel{
    "resume_channel", POST("/notification-channels/{name}/resume"), operators,
    "Ends a channel's pause: what waits for it is sent at once, the oldest 500 first."};

inline constexpr kit::Event<Fate> sent{"notifier.sent", "a channel took a notice"};
inline constexpr kit::Event<Fate> failed{"notifier.failed", "a notice was refused or given up: nobody was told"};
inline constexpr kit::Event<Fate> unknown{"notifier.unknown", "nobody knows whether a notice was sent"};
inline constexpr kit::Event<Fate> skipped{"notifier.skipped", "there was nobody to tell, or no way"};
inline constexpr kit::Event<Pause> channel_paused{
    "notifier.channel_paused", "a channel hung, died or could not be run: it is not sent through for a while"};
inline constexpr kit::Event<Pause> channel_resumed{"notifier.channel_resumed", "a paused channel works again"};
/// Told by whoever learns of it; the registry marks the contact or the address.
inline constexpr kit::Event<kit::OptedOut> opted_out = kit::opted_out_of_notices;
inline constexpr kit::Event<kit::Bounced> bounced = kit::bounced;
inline constexpr kit::Event<RuleTold> rule_added{"notifier.rule_added", "a rule was added"};
inline constexpr kit::Event<RuleTold> rule_changed{"notifier.rule_changed", "a rule was changed or removed"};

}  // namespace rapport::notifier::api
