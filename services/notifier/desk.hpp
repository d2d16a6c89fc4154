// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/engine/engine.hpp"
#include "services/notifier/channels.hpp"
#include "services/notifier/directory.hpp"
#include "services/notifier/known_events.hpp"
#include "services/notifier/letterhead.hpp"
#include "services/notifier/notice_parties.hpp"
#include "services/notifier/rulebook.hpp"

namespace rapport::notifier {

/// What a job of sending is given.
struct Order {
    NoticeId notice;
    Uuid process;
    static constexpr auto fields =
        describe(Field{"notice", &Order::notice, "which notice"},
                 Field{"process", &Order::process, "the process of the notifier that ordered it"});
};

/// Turns events into notices and sees each to its fate.
class Desk {
public:
    /// `channels` outlives it.
    Desk(Channels& channels, const Settings& settings);
    kit::Definition definition();

private:
    void hear(kit::Unit& unit, const bus::Event& event);
    api::ChannelList list_channels(kit::View& view, const api::ListChannels& request);
    api::ChannelStanding standing(const kit::View& view, const std::string& channel) const;
    api::Probed probe(kit::View& view, const api::OfChannel& request);
    api::ChannelStanding resume(kit::Unit& unit, const api::OfChannel& request);
    Notice resend(kit::Unit& unit, const kit::AtVersion<NoticeId>& request);
    void look_again(kit::Unit& unit, const NoticeId& id);
    void send_again(kit::Unit& unit, const NoticeId& id);

    /// Who is to be told, where there may be several; one empty text where it is one person.
    std::vector<std::string> persons(const kit::View& view, const Recipient& recipient, const bus::Event& event,
                                     const Any& record) const;
    static std::vector<Uuid> parties_of(const Concerned& concerned);
    void begin(kit::Unit& unit, const Rule& rule, const Recipient& recipient, const std::string& person,
               const bus::Event& event);
    void find_persons(kit::Unit& unit, Notice& notice, const Rule& rule, const Any& record);
    Notice address(kit::View& view, Notice notice, const Rule& rule, const Any& event) const;
    std::variant<Addressee, Unreachable> find(const kit::View& view, const Notice& notice, const Concerned& concerned,
                                              const Any& event) const;
    std::variant<Addressee, Unreachable> find_named(const kit::View& view, const Notice& notice,
                                                    const Any& event) const;
    std::optional<KnownParty> known_party(const kit::View& view, const std::optional<Uuid>& id) const;
    std::optional<KnownContact> known_contact(const kit::View& view, const std::string& id) const;
    /// By which rule that mailbox hears of the same event already, through the same channel.
    std::optional<std::string> told_by(const kit::View& view, const Notice& notice, const Addressee& to) const;
    /// Why nothing is to be sent to that address now, whatever is known of it otherwise.
    std::optional<std::string> barred(const kit::View& view, const Notice& notice, const std::string& address,
                                      const Concerned& concerned) const;
    /// Stores it, tells its fate and sees that it goes on.
    void keep(kit::Unit& unit, Notice& notice, const Any& event);
    void go_on(kit::Unit& unit, const Notice& notice);
    struct Held {
        Any event;
        bool begun = false;  ///< a process that is gone may have begun to send the notice
    };
    std::optional<Held> held(const kit::View& view, const NoticeId& id) const;

    std::vector<kit::JobResult<Receipt>> send(kit::View& view, const std::string& channel,
                                              std::span<const Order> orders);
    void sent(kit::Unit& unit, const Order& order, const Receipt& receipt);
    void not_sent(kit::Unit& unit, const Order& order, const std::string& error);
    void settle(kit::Unit& unit, const Notice& before, const Receipt& receipt);
    std::vector<Receipt> receipts_for(const kit::View& view, const std::string& channel,
                                      std::span<const Channels::Parcel> parcels);
    /// What the receipt says of the channel itself.
    void heed(kit::Unit& unit, const std::string& channel, const Receipt& receipt);
    void end_pause(kit::Unit& unit, const std::string& channel);

    Channels& channels_;
    const std::string default_channel_;
    const Patience patience_;
    const Uuid process_;  ///< tells what this process began from what one before it did
    Rulebook rulebook_;
    Directory directory_;
    KnownEvents known_events_;
    Pauses pauses_;
    kit::Table<Notice> notices_ = notices_table();
    NoticeParties parties_{notices_};
};

}  // namespace rapport::notifier
