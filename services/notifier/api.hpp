// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "services/kit/entities/requests.hpp"
#include "services/kit/method.hpp"
#include "services/kit/reachability.hpp"
#include "services/notifier/notice.hpp"
#include "services/notifier/pause.hpp"

/// What others may ask of the notifier and hear from it.
namespace rapport::notifier::api {

using kit::ById, kit::CREATE, kit::DELETE, kit::GET, kit::PATCH, kit::POST, kit::Role;

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

inline constexpr kit::Roles operators = kit::managers;
inline constexpr kit::Roles staff = kit::roles(Role::agent, Role::account_manager);

inline constexpr kit::Command<kit::New<Rule>, Rule> add_rule{"add_rule", CREATE("/notification-rules"), operators,
                                                             "Add a rule: its events tell people from now on."};
inline constexpr kit::Query<ById<RuleId>, Rule> get_rule{"get_rule", GET("/notification-rules/{id}"), staff,
                                                         "Get a rule, also one that was removed."};
inline constexpr kit::Query<kit::ListOf<Rule>, kit::Page<Rule>> list_rules{"list_rules", GET("/notification-rules"),
                                                                           staff, "List rules, newest first."};
inline constexpr kit::Command<kit::Edit<Rule>, Rule> update_rule{
    "update_rule", PATCH("/notification-rules/{id}"), operators,
    "Update a rule: only the fields given change. What it has already caused stays."};
inline constexpr kit::Command<kit::AtVersion<RuleId>, Rule> remove_rule{
    "remove_rule", DELETE("/notification-rules/{id}"), operators, "Take a rule out of force and of lists."};
inline constexpr kit::Command<kit::AtVersion<RuleId>, Rule> restore_rule{
    "restore_rule", POST("/notification-rules/{id}/restore"), operators,
    "Give a rule that ships the text, recipients and condition that ship now, and put it in force."};
inline constexpr kit::Query<ById<NoticeId>, Notice> get_notice{"get_notice", GET("/notices/{id}"), staff,
                                                               "Get a notice and its fate."};
inline constexpr kit::Query<kit::ListOf<Notice>, kit::Page<Notice>> list_notices{"list_notices", GET("/notices"), staff,
                                                                                 "List notices, newest first."};
inline constexpr kit::Command<kit::AtVersion<NoticeId>, Notice> resend{
    "resend", POST("/notices/{id}/resend"), kit::roles(Role::agent),
    "Send a notice that failed, was skipped or is unknown once more. Its key is the same: a channel that had it and is "
    "idempotent does not send it twice."};

inline constexpr kit::Query<ListChannels, ChannelList> list_channels{
    "list_channels", GET("/notification-channels"), staff,
    "List the channels that are configured, and how each fares."};
inline constexpr kit::Operation<OfChannel, Probed> probe_channel{
    "probe_channel", POST("/notification-channels/{name}/probe"), operators,
    "Try whether sending through a channel would work: load it anew, connect and sign in, and send nothing."};
inline constexpr kit::Command<OfChannel, ChannelStanding> resume_channel{
    "resume_channel", POST("/notification-channels/{name}/resume"), operators,
    "End a channel's pause: what waits for it is sent at once, the oldest 500 first."};

inline constexpr kit::Event<Fate> sent{"notifier.sent", "a channel took a notice"};
inline constexpr kit::Event<Fate> failed{"notifier.failed", "a notice was refused or given up: nobody was told"};
inline constexpr kit::Event<Fate> unknown{"notifier.unknown", "nobody knows whether a notice was sent"};
inline constexpr kit::Event<Fate> skipped{"notifier.skipped", "there was nobody to tell, or no way"};
inline constexpr kit::Event<Pause> channel_paused{
    "notifier.channel_paused", "a channel hung, died or could not be run: it is not sent through for a while"};
inline constexpr kit::Event<Pause> channel_resumed{"notifier.channel_resumed", "a paused channel works again"};
/// Whoever learns of it tells it; the registry marks the contact or the address.
inline constexpr kit::Event<kit::OptedOut> opted_out = kit::opted_out_of_notices;
inline constexpr kit::Event<kit::Bounced> bounced = kit::bounced;
inline constexpr kit::Event<kit::Changed<Rule>> rule_added{"notifier.rule_added", "a rule was added"};
inline constexpr kit::Event<kit::Changed<Rule>> rule_changed{"notifier.rule_changed", "a rule was changed or removed"};

}  // namespace rapport::notifier::api
