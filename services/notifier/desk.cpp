// SPDX-License-Identifier: MIT
#include "services/notifier/desk.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "services/kit/entities/crud.hpp"
#include "services/kit/party_staff.hpp"
#include "services/notifier/event_fields.hpp"
#include "services/notifier/mailbox.hpp"
#include "services/notifier/schema.hpp"
#include "services/notifier/words.hpp"

namespace rapport::notifier {
namespace {

/// How many that wait for a channel are looked at when its pause ends. The others come in their time.
constexpr std::int64_t hurried = 500;
/// How many one rule tells because of one event, where a tag or a list of an event says whom.
constexpr std::size_t most_tagged = 500;
constexpr auto waits_for_pause = "the channel is paused: ";
constexpr kit::Timer<NoticeId> look_again_timer{"look_again"}, send_again_timer{"send_again"};

/// Each channel has a queue of its own, so that one that does not answer holds up no other.
constexpr kit::Job<Order, Receipt> send_job{"send", 64, 1};

const kit::Event<Fate>* told_of(State state) {
    switch (state) {
        case State::sent:
            return &api::sent;
        case State::failed:
            return &api::failed;
        case State::unknown:
            return &api::unknown;
        case State::skipped:
            return &api::skipped;
        case State::waiting:
        case State::queued:
            break;
    }
    return nullptr;
}

void check_may_work_on_channels(const kit::View& view) {
    kit::check_sees_all(view, "a channel carries the notices of all parties");
}

}  // namespace

Desk::Desk(Channels& channels, const Settings& settings)
    : channels_(channels),
      default_channel_(settings.channel),
      patience_{.attempts = settings.attempts},
      process_(new_uuid(SystemClock().now())),
      rulebook_(channels.names()) {}

kit::Definition Desk::definition() {
    kit::Routes routes{kit::on(api::get_notice, notices_),
                       kit::on(api::list_notices, notices_),
                       kit::on(api::resend, this, &Desk::resend),
                       kit::on(api::list_channels, this, &Desk::list_channels),
                       kit::on(api::probe_channel, this, &Desk::probe),
                       kit::on(api::resume_channel, this, &Desk::resume),
                       kit::timer(look_again_timer, this, &Desk::look_again),
                       kit::timer(send_again_timer, this, &Desk::send_again),
                       kit::tells(api::sent),
                       kit::tells(api::failed),
                       kit::tells(api::unknown),
                       kit::tells(api::skipped),
                       kit::tells(api::bounced),
                       kit::tells(api::channel_paused),
                       kit::tells(api::channel_resumed)};
    for (const std::string& channel : channels_.names())
        routes.push_back(kit::job(
            send_job, [this, channel](auto& view, auto orders) { return send(view, channel, orders); },
            [this](auto& unit, auto& order, const auto& receipt) { sent(unit, order, receipt); },
            [this](auto& unit, auto& order, auto& error) { not_sent(unit, order, error); }, channel));
    routes.push_back(kit::react_to_every(this, &Desk::hear));
    for (auto& more : {rulebook_.routes(), directory_.routes(), known_events_.routes(), parties_.routes(),
                       kit::organisation_routes()})
        routes.insert(routes.end(), more.begin(), more.end());
    kit::Definition definition{"notifier",
                               "Tells people what happened, by rules, through channels.",
                               std::move(routes),
                               schema,
                               {parties_.of_older_notices()},
                               kit::parties_of_staff()};
    notices_.add_derivation(definition.derivations);
    definition.words = words;
    return definition;
}

void Desk::hear(kit::Unit& unit, const bus::Event& event) {
    if (event.quiet || event.erased) return;
    const auto rules = rulebook_.for_event(unit, event.type);
    if (rules.empty()) return;
    const Any record = any_of(event);
    for (const Rule& rule : rules)
        if (applies(rule, record))
            for (const Recipient& recipient : rule.recipients)
                for (const std::string& person : persons(unit, recipient, event, record))
                    begin(unit, rule, recipient, person, event);
}

/// Those whom an event concerns, as it says itself; else the one that stands in its data.
std::vector<Uuid> Desk::parties_of(const Concerned& concerned) {
    if (!concerned.parties.empty() || !concerned.party) return concerned.parties;
    return {*concerned.party};
}

std::vector<std::string> Desk::persons(const kit::View& view, const Recipient& recipient, const bus::Event& event,
                                       const Any& record) const {
    std::vector<std::string> persons;
    if (recipient.kind == Recipient::role) {
        if (const auto role = concerned_by(event).role) persons = directory_.users_with(view, *role);
    } else if (recipient.kind == Recipient::user_role) {
        persons = directory_.users_with(view, recipient.which);
    } else if (recipient.kind == Recipient::contact) {
        persons = directory_.contacts_of(view, parties_of(concerned_by(event)), recipient.which);
    } else if (recipient.kind == Recipient::tagged) {
        persons = directory_.contacts_tagged(view, recipient.which, most_tagged);
        if (persons.size() == most_tagged)
            spdlog::warn("{} tells the first {} contacts of parties tagged {}, and no more", event.type, most_tagged,
                         recipient.which);
    } else if (recipient.kind == Recipient::account_manager) {
        const Concerned concerned = concerned_by(event);
        if (!concerned.party)
            for (const Uuid& party : concerned.parties) persons.push_back(to_text(party));
    } else if (recipient.kind == Recipient::field) {
        const std::size_t values = std::min(texts_at(record, recipient.which).size(), most_tagged);
        for (std::size_t place = 0; place < values && values > 1; ++place) persons.push_back(std::to_string(place));
    }
    if (persons.empty()) persons.emplace_back();
    return persons;
}

void Desk::begin(kit::Unit& unit, const Rule& rule, const Recipient& recipient, const std::string& person,
                 const bus::Event& event) {
    const bool told =
        unit.db()
            .row<std::int64_t>("select row from notices where event = ? and rule = ? and recipient = ? and person = ?",
                               {event.id, rule.id, to_text(recipient), person})
            .has_value();
    if (told) return;
    Notice notice = notice_of(rule, recipient, event.id, event.type, event.subject);
    notice.id = unit.new_id<NoticeId>();
    notice.person = person;
    notice.created_at = unit.now();
    notice.channel = rule.channel.value_or(default_channel_);
    notice.parties = parties_.of(unit, event);
    const Any record = any_of(event);
    notice = address(unit, std::move(notice), rule, record);
    keep(unit, notice, record);
}

/// Of several there was nobody when it happened; somebody may have been told of since. The notice is for the first of
/// them, and each other gets one.
void Desk::find_persons(kit::Unit& unit, Notice& notice, const Rule& rule, const Any& record) {
    if (!notice.person.empty() || !notice.recipient.may_be_several()) return;
    const auto event = decode_stored<bus::Event>(record);
    auto found = persons(unit, notice.recipient, event, record);
    notice.person = found.front();
    for (std::size_t i = 1; i < found.size(); ++i) begin(unit, rule, notice.recipient, found[i], event);
}

/// The notice with its letter, or waiting, or skipped.
Notice Desk::address(kit::View& view, Notice notice, const Rule& rule, const Any& event) const {
    if (!channels_.has(notice.channel)) {
        const std::string reason = "the channel " + notice.channel + " is not configured";
        return skipped(std::move(notice), reason, view.now());
    }
    bus::Event told = decode_stored<bus::Event>(event);
    auto found = find(view, notice, concerned_by(told), event);
    if (const auto* nobody = std::get_if<Unreachable>(&found))
        return unaddressed(std::move(notice), *nobody, patience_, view.now());
    Addressee& to = std::get<Addressee>(found);
    if (auto why = barred(view, notice, to.address, concerned_by(told)))
        return skipped(std::move(notice), *std::move(why), view.now());
    if (const auto by = told_by(view, notice, to))
        return skipped(std::move(notice), "this mailbox hears of it by the rule \"" + *by + '"', view.now());
    const Letterhead head = letterhead_of(kit::organisation(view));
    if (notice.recipient == Recipient::complainant) to.link = link_in(told, head);
    try {
        const Template& words = template_in(rule, {to.language, head.language});
        return addressed(std::move(notice), to, write(words, any_of(without_page(std::move(told))), to, head));
    } catch (const Error& error) {
        return skipped(std::move(notice), error.message(), view.now());
    }
}

std::optional<std::string> Desk::told_by(const kit::View& view, const Notice& notice, const Addressee& to) const {
    if (to.address.empty()) return {};
    const std::string mailbox = mailbox_of(to.address);
    for (const auto& [id, address] : view.db().rows<std::string, std::string>(
             "select id, address from notices where event = ? and channel = ? and id <> ? and address is not null and "
             "state in ('queued', 'sent', 'unknown') order by row",
             {notice.event, notice.channel, notice.id}))
        if (mailbox_of(address) == mailbox)
            return notices_.get(view.unscoped(), NoticeId(uuid_from(id).value())).rule_name;
    return {};
}

std::variant<Addressee, Unreachable> Desk::find(const kit::View& view, const Notice& notice, const Concerned& concerned,
                                                const Any& event) const {
    const Recipient& recipient = notice.recipient;
    switch (recipient.kind) {
        case Recipient::complainant:
        case Recipient::channel:
            return addressee(recipient, concerned, known_party(view, concerned.party),
                             concerned.contact ? directory_.contact(view, *concerned.contact) : std::nullopt);
        case Recipient::account_manager: {
            Concerned of_party = concerned;
            if (!of_party.party) of_party.party = uuid_from(notice.person);
            return addressee(recipient, of_party, known_party(view, of_party.party));
        }
        case Recipient::contact:
        case Recipient::tagged:
            if (!notice.person.empty()) return addressee_of_contact(known_contact(view, notice.person));
            if (recipient.kind == Recipient::tagged)
                return Unreachable{"nobody: no contact of a party with the tag " + recipient.which, true};
            if (parties_of(concerned).empty()) return Unreachable{"nobody: the event concerns no party"};
            return Unreachable{"nobody: no contact with the role " + recipient.which, true};
        case Recipient::field:
            return find_named(view, notice, event);
        case Recipient::owner:
        case Recipient::role:
        case Recipient::user:
        case Recipient::user_role:
        case Recipient::former_address:
            break;
    }
    std::string named = notice.person;
    if (recipient == Recipient::owner) named = concerned.owner.value_or("");
    if (recipient == Recipient::user && concerned.user) named = concerned.user->id;
    return addressee_of_us(recipient, concerned, named.empty() ? std::nullopt : directory_.user(view, named));
}

std::optional<KnownParty> Desk::known_party(const kit::View& view, const std::optional<Uuid>& id) const {
    return id ? directory_.party(view, *id) : std::nullopt;
}

std::optional<KnownContact> Desk::known_contact(const kit::View& view, const std::string& id) const {
    const auto contact = uuid_from(id);
    return contact ? directory_.contact(view, *contact) : std::nullopt;
}

/// Whom a field of the event names: by an address, or as a contact or a user.
std::variant<Addressee, Unreachable> Desk::find_named(const kit::View& view, const Notice& notice,
                                                      const Any& event) const {
    const std::string& field = notice.recipient.which;
    const auto values = texts_at(event, field);
    const auto place = notice.person.empty() ? 0 : std::stoul(notice.person);
    if (place >= values.size()) return Unreachable{"nobody: the event has no " + field};
    const std::string& named = values[place];
    if (is_email_address(named)) return Addressee{{}, named, {}};
    if (auto contact = known_contact(view, named)) return addressee_of_contact(contact);
    if (const auto user = directory_.user(view, named)) return addressee_of_us({Recipient::user_role, field}, {}, user);
    return Unreachable{"nobody: " + field + " is no address, and no contact or user who is known here", true};
}

/// An opt-out is from notices that rules send to people outside; what somebody filed themselves they hear of, since
/// they asked for it.
std::optional<std::string> Desk::barred(const kit::View& view, const Notice& notice, const std::string& address,
                                        const Concerned& concerned) const {
    if (address.empty()) return {};
    const auto day = [](Instant since) { return to_text(day_of(since)); };
    if (const auto since = directory_.invalid_since(view, address))
        return "the address is marked as invalid since " + day(*since);
    const auto kind = notice.recipient.kind;
    if (kind != Recipient::contact && kind != Recipient::tagged && kind != Recipient::field) return {};
    const bool filed_it = (concerned.contact && to_text(*concerned.contact) == notice.person) ||
                          (concerned.complainant && concerned.complainant->email &&
                           mailbox_of(*concerned.complainant->email) == mailbox_of(address));
    if (filed_it) return {};
    if (const auto since = directory_.opted_out_since(view, address))
        return "whoever is at the address opted out of notices on " + day(*since);
    const auto contact = kind == Recipient::field ? std::nullopt : known_contact(view, notice.person);
    if (contact && contact->opted_out_since)
        return "the contact opted out of notices on " + day(*contact->opted_out_since);
    return {};
}

void Desk::keep(kit::Unit& unit, Notice& notice, const Any& event) {
    notices_.put(unit, notice);
    unit.db().run("insert into held_events (notice, event) values (?, ?) on conflict (notice) do nothing",
                  {notice.id, to_json(event.bytes)});
    go_on(unit, notice);
}

void Desk::go_on(kit::Unit& unit, const Notice& notice) {
    if (notice.state == State::skipped)
        spdlog::info("{} of {} is told to no {}: {}", notice.event_type, notice.subject, to_text(notice.recipient),
                     notice.reason.value_or(""));
    if (const auto* event = told_of(notice.state))
        unit.emit(*event, notice.id, fate_of(notice), kit::Concerning{notice.parties});
    if (notice.state == State::waiting) unit.after(look_again_timer, notice.id, *notice.next_attempt_at - unit.now());
    if (notice.state != State::queued) return;
    if (notice.next_attempt_at) unit.after(send_again_timer, notice.id, *notice.next_attempt_at - unit.now());
    else unit.start(send_job, {notice.id, process_}, notice.channel);
}

std::optional<Desk::Held> Desk::held(const kit::View& view, const NoticeId& id) const {
    const auto row =
        view.db().row<std::string, std::int64_t>("select event, begun from held_events where notice = ?", {id});
    if (!row) return {};
    return Held{{from_json(std::get<0>(*row))}, std::get<1>(*row) != 0};
}

api::ChannelStanding Desk::standing(const kit::View& view, const std::string& channel) const {
    api::ChannelStanding standing{.name = channel, .plugin = channels_.plugin_of(channel)};
    const auto pause = pauses_.of(view, channel, channels_.hash_of(channel));
    if (!pause) return standing;
    if (holds(*pause, view.now())) standing.state = api::ChannelState::paused;
    standing.failures = pause->failures;
    standing.reason = pause->reason;
    standing.since = pause->since;
    standing.until = pause->until;
    return standing;
}

api::ChannelList Desk::list_channels(kit::View& view, const api::ListChannels&) {
    api::ChannelList list;
    for (const std::string& channel : channels_.names()) list.items.push_back(standing(view, channel));
    return list;
}

api::Probed Desk::probe(kit::View& view, const api::OfChannel& request) {
    check_may_work_on_channels(view);
    api::Probed probed = channels_.probe(request.name, kit::organisation(view).mail_sender);
    const auto pause = pauses_.of(view, request.name, channels_.hash_of(request.name));
    if (pause && holds(*pause, view.now())) probed.paused_until = pause->until;
    return probed;
}

api::ChannelStanding Desk::resume(kit::Unit& unit, const api::OfChannel& request) {
    check_may_work_on_channels(unit);
    const auto before = standing(unit, request.name);
    end_pause(unit, before.name);
    return standing(unit, request.name);
}

Notice Desk::resend(kit::Unit& unit, const kit::AtVersion<NoticeId>& request) {
    Notice notice = notices_.get(unit, request.id);
    kit::check_version(request.version, notice.version);
    const bool has_letter = notice.state != State::skipped;
    notice = taken_up(std::move(notice));
    unit.db().run("update held_events set begun = 0 where notice = ?", {notice.id});
    const auto kept = has_letter ? std::nullopt : held(unit, notice.id);
    if (!kept && !notice.text)
        throw Error(Code::failed_precondition, "nothing is left to be sent: what it said was erased with its party");
    if (kept) {
        const Rule rule = rulebook_.get(unit, notice.rule);
        find_persons(unit, notice, rule, kept->event);
        notice = address(unit, std::move(notice), rule, kept->event);
        keep(unit, notice, kept->event);
    } else {
        notices_.put(unit, notice);
        go_on(unit, notice);
    }
    return notice;
}

void Desk::look_again(kit::Unit& unit, const NoticeId& id) {
    Notice notice = notices_.get(unit, id);
    const auto kept = held(unit, notice.id);
    if (notice.state != State::waiting || !kept) return;
    const Rule rule = rulebook_.get(unit, notice.rule);
    find_persons(unit, notice, rule, kept->event);
    notice = address(unit, std::move(notice), rule, kept->event);
    keep(unit, notice, kept->event);
}

void Desk::send_again(kit::Unit& unit, const NoticeId& id) {
    Notice notice = notices_.get(unit, id);
    if (notice.state != State::queued) return;
    notice.next_attempt_at.reset();
    notices_.put(unit, notice);
    go_on(unit, notice);
}

/// On the thread of that channel's jobs.
std::vector<kit::JobResult<Receipt>> Desk::send(kit::View& view, const std::string& channel,
                                                std::span<const Order> orders) {
    std::vector<kit::JobResult<Receipt>> results(orders.size());
    std::vector<std::size_t> places;
    std::vector<Channels::Parcel> parcels;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const Order& order = orders[i];
        Notice notice = notices_.get(view, order.notice);
        if (notice.state != State::queued) {  // settled meanwhile: there is nothing to do, and nothing to be told
            results[i].result = Receipt{};
            continue;
        }
        const auto kept = held(view, notice.id);
        const Concerned whom = kept ? concerned_by(decode_stored<bus::Event>(kept->event)) : Concerned{};
        if (auto why = barred(view, notice, notice.address.value_or(""), whom)) {
            results[i].result = Receipt{.outcome = Outcome::rejected, .barred = std::move(why)};
            continue;
        }
        places.push_back(i);
        parcels.push_back({std::move(notice), order.process != process_ || (kept && kept->begun),
                           kept ? bus::to_cloudevent_json(without_page(decode_stored<bus::Event>(kept->event))) : ""});
    }
    auto receipts = receipts_for(view, channel, parcels);
    for (std::size_t i = 0; i < receipts.size(); ++i) results[places[i]].result = std::move(receipts[i]);
    return results;
}

std::vector<Receipt> Desk::receipts_for(const kit::View& view, const std::string& channel,
                                        std::span<const Channels::Parcel> parcels) {
    const auto pause = channels_.has(channel) ? pauses_.of(view, channel, channels_.hash_of(channel)) : std::nullopt;
    if (!pause || !holds(*pause, view.now()))
        return channels_.send(channel, parcels, kit::organisation(view).mail_sender);
    return {parcels.size(), Receipt{.outcome = Outcome::retry,
                                    .reason = waits_for_pause + pause->reason,
                                    .retry_after_ms = (pause->until - view.now()).count()}};
}

void Desk::sent(kit::Unit& unit, const Order& order, const Receipt& receipt) {
    const Notice notice = notices_.get(unit, order.notice);
    heed(unit, notice.channel, receipt);
    if (notice.state != State::queued) return;
    if (receipt.barred) {
        Notice stopped = skipped(notice, *receipt.barred, unit.now());
        notices_.put(unit, stopped);
        return go_on(unit, stopped);
    }
    // What was not given to the channel now may still have been by a process before.
    const bool begun = !receipt.answered && receipt.outcome == Outcome::retry && order.process != process_;
    if (begun || receipt.answered)
        unit.db().run("update held_events set begun = ? where notice = ?", {begun ? 1 : 0, notice.id});
    settle(unit, notice, receipt);
}

/// The job itself failed, which says nothing about what the channel did.
void Desk::not_sent(kit::Unit& unit, const Order& order, const std::string& error) {
    const Notice notice = notices_.get(unit, order.notice);
    if (notice.state == State::queued) settle(unit, notice, {.outcome = Outcome::unknown, .reason = error});
}

void Desk::settle(kit::Unit& unit, const Notice& before, const Receipt& receipt) {
    Notice notice = attempted(before, receipt, patience_, unit.now());
    notices_.put(unit, notice);
    go_on(unit, notice);
    if (receipt.outcome == Outcome::bounced && notice.address && is_email_address(*notice.address))
        unit.emit(api::bounced, notice.id, {*notice.address, receipt.reason}, kit::Concerning{notice.parties});
    if (notice.state == State::sent) unit.db().run("delete from held_events where notice = ?", {notice.id});
}

void Desk::heed(kit::Unit& unit, const std::string& channel, const Receipt& receipt) {
    if (!channels_.has(channel)) return;
    if (receipt.answered) end_pause(unit, channel);
    if (!receipt.trouble) return;
    const Pause pause = pauses_.lengthen(unit, channel, channels_.hash_of(channel), *receipt.trouble);
    spdlog::error("channel {} is paused until {}: {}", channel, to_text(pause.until), pause.reason);
    unit.emit(api::channel_paused, pause.id, pause);
}

void Desk::end_pause(kit::Unit& unit, const std::string& channel) {
    const auto pause = pauses_.end(unit, channel);
    if (!pause) return;
    spdlog::info("channel {} goes on", channel);
    unit.emit(api::channel_resumed, pause->id, *pause);
    for (Notice& notice :
         notices_.rows(unit, "where state = 'queued' and channel = ? order by row limit ?", {channel, hurried})) {
        if (!notice.next_attempt_at || !notice.reason.value_or("").starts_with(waits_for_pause)) continue;
        unit.cancel(send_again_timer, notice.id);
        notice.next_attempt_at.reset();
        notices_.put(unit, notice);
        go_on(unit, notice);
    }
}

}  // namespace rapport::notifier
