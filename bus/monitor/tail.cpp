// SPDX-License-Identifier: MIT
#include "bus/monitor/tail.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "bus/base/codec.hpp"
#include "bus/events/subscriber.hpp"
#include "bus/monitor/calls.hpp"
#include "bus/monitor/directory.hpp"
#include "bus/monitor/gaps.hpp"
#include "bus/monitor/history.hpp"
#include "bus/monitor/printer.hpp"
#include "bus/monitor/selection.hpp"
#include "bus/monitor/tap_reader.hpp"
#include "bus/monitor/text.hpp"
#include "bus/wire/endpoints.hpp"

namespace rapport::bus::monitor {
namespace {

using Steady = std::chrono::steady_clock;

/// How often the stop flag and the clock are looked at.
constexpr Loop::Duration glance{100};
constexpr Loop::Duration reach_time{5'000};
/// A source says its watermark every second.
constexpr Loop::Duration watermark_time{2'500};
/// Whose answer was not understood is asked again, but not for each record.
constexpr std::chrono::seconds ask_again{10};
/// What was dropped is said at most so often.
constexpr std::chrono::seconds say_again{1};

/// Who looks gives way to those that are looked at: where the processor does not do for both, the tap drops. On Linux
/// this is of the calling thread and those that it begins, and so of the sockets that are made after it.
void give_way() { ::setpriority(PRIO_PROCESS, 0, 19); }

/// One tail: what it hears from subscriber, tap and history goes through selection, masks and printer.
class Tailer {
public:
    Tailer(const Target& target, const Tail& options, std::ostream& out, std::ostream& err)
        : target_(target),
          options_(options),
          err_(err),
          selection_(options),
          printer_(options, !(selection_.events() && !selection_.calls() && !selection_.has(Kind::hb)), out),
          client_(loop_, target.requests_endpoint),
          tap_client_(loop_, target.requests_endpoint),
          directory_(loop_, client_, target.actor, reach_time) {}

    int run(const std::atomic<bool>& stop) {
        check_rights();
        learn();
        if (selection_.events() && from_history())
            for (const auto& name : directory_.names())
                if (selection_.may_want_source(name)) sources_.push_back(name);
        listen();
        err_ << "listening" << std::endl;
        if (selection_.events() && from_history()) read_history(stop);
        printer_.flush();
        if (options_.end) return end();
        join(stop);
        live_ = true;
        for (const Event& event : std::exchange(waiting_, {})) heard(event);
        printer_.flush();
        const auto timer = loop_.every(glance, [this] { look_at_clock(); });
        loop_.run_until([&] { return done() || stop; }, Loop::Duration::max());
        loop_.cancel(timer);
        return end();
    }

private:
    bool done() const { return ended_ || printer_.closed(); }

    bool from_history() const {
        return !std::holds_alternative<std::monostate>(options_.since) || options_.end || options_.last_per_subject;
    }

    int end() {
        say_dropped();
        if (options_.match_replies && calls_.open() > 0)
            err_ << calls_.open() << " calls are not answered yet" << std::endl;
        return exit_code_;
    }

    void finish(int exit_code) {
        if (!ended_) exit_code_ = exit_code;
        ended_ = true;
    }

    /// A subscriber waits for its bus in silence; a question does not.
    void check_rights() {
        TapRights rights;
        try {
            rights =
                decode<TapRights>(client_.ask("bus", "rights", {}, {.timeout = reach_time, .actor = target_.actor}));
        } catch (const Error& error) {
            if (error.code() != Code::unimplemented) throw;  // an older bus, which shows events alone
        }
        if (options_.show_personal && !rights.personal)
            throw Error(Code::permission_denied, "this key may not see what is personal: leave --show-personal out");
        bodies_ = rights.bodies && !options_.headers_only;
        if (!rights.bodies && !options_.headers_only && selection_.calls())
            err_ << "this key may see headers alone" << std::endl;
    }

    void learn() {
        if (options_.headers_only) return;
        for (const auto& info : directory_.infos(directory_.names())) masks_.learn(info);
    }

    /// Of a service that came after us. Until it has answered, nothing of its data is shown.
    void learn_of(const std::string& service) {
        if (masks_.knows(service) || options_.headers_only) return;
        const auto [asked, first] = asked_.try_emplace(service);
        if (!first && Steady::now() - asked->second < ask_again) return;
        asked->second = Steady::now();
        client_.call(service, "$info", {}, {.timeout = reach_time, .actor = target_.actor},
                     [this, service](const Reply& reply, bool last) {
                         if (last || reply.error) return;
                         try {
                             masks_.learn(decode<ServiceInfo>(reply.result));
                         } catch (const Error& error) {
                             err_ << printable(service) << ": its $info is not understood" << std::endl;
                         }
                     });
    }

    void listen() {
        if (selection_.events()) {
            std::vector<std::string> topics = selection_.topics();
            for (const auto& source : sources_)
                if (!selection_.hears_all_of(source)) topics.push_back(source + std::string(watermark_suffix));
            subscriber_.emplace(loop_, Endpoints::of(target_.requests_endpoint).subscribe, topics,
                                Subscriber::Handlers{.on_event =
                                                         [this](Event event) {
                                                             if (live_) heard(event);
                                                             else waiting_.push_back(std::move(event));
                                                             printer_.flush();
                                                         },
                                                     .on_watermark =
                                                         [this](const Watermark& watermark) {
                                                             marks_.try_emplace(watermark.source, watermark);
                                                         }});
        }
        if (!selection_.calls() && !selection_.has(Kind::hb)) return;
        tap_.emplace(loop_, tap_client_, selection_.tap(bodies_), target_.actor,
                     TapReader::Handlers{.on_record = [this](const TapRecord& record) { passed(record); },
                                         .on_dropped = [this](std::int64_t count) { were_dropped(count); },
                                         .on_batch = [this] { printer_.flush(); },
                                         .on_break =
                                             [this](const Error& error) {
                                                 err_
                                                     << "the bus was gone, listening again: " << printable(error.what())
                                                     << std::endl;
                                             }});
        tap_->begin();
    }

    void were_dropped(std::int64_t count) {
        dropped_ += count;
        if (options_.strict) finish(dropped);
        else if (Steady::now() - dropped_said_at_ >= say_again) say_dropped();
    }

    void say_dropped() {
        if (dropped_ == 0) return;
        err_ << "dropped " << std::exchange(dropped_, 0)
             << ": more passes than can be shown; ask for less, for a --sample, or for a higher --rate" << std::endl;
        dropped_said_at_ = Steady::now();
    }

    // What is heard

    void heard(const Event& event) {
        if (done() || !selection_.events() || gaps_.had(event)) return;
        note_gap(event);
        if (options_.sample <= 1 || ++heard_ % options_.sample == 0) show(record_of(event));
    }

    void note_gap(const Event& event) {
        const auto missed = gaps_.before(event);
        if (missed == 0 || !selection_.hears_all_of(event.source)) return;
        err_ << "missed " << missed << " of " << printable(event.source) << std::endl;
        if (options_.verify_gaps) finish(found_gap);
        else if (options_.strict) finish(dropped);
    }

    void passed(const TapRecord& tapped) {
        if (done()) return;
        Record record = record_of(tapped);
        if (record.kind == Kind::req) calls_.asked(record);
        if (record.is_answer()) calls_.answered(record);
        if (options_.match_replies && (!record.is_answer() || !record.last)) return;
        show(std::move(record));
    }

    void show(Record record) {
        if (done() || !selection_.wants(record)) return;
        try {
            learn_of(record.source);
            printer_.prepare(record, masks_);
            const Any map = as_map(record);
            if (!selection_.matches(map)) return;
            if (past_until(record)) return;
            printer_.print(record, map);
        } catch (const Error& error) {
            err_ << "something of " << printable(record.source) << " cannot be shown: " << printable(error.what())
                 << std::endl;
            return;
        }
        shown_at_ = Steady::now();
        if (options_.count && ++shown_ >= *options_.count) finish(0);
    }

    bool past_until(const Record& record) const { return options_.until && record.time > options_.until->ms * 1'000; }

    void look_at_clock() {
        if (options_.wait && Steady::now() - shown_at_ >= *options_.wait) finish(waited_in_vain);
        if (options_.until && SystemClock().now() > *options_.until) finish(0);
        if (Steady::now() - dropped_said_at_ >= say_again) say_dropped();
    }

    // History

    void read_history(const std::atomic<bool>& stop) {
        History history(client_, target_.actor, options_.since, SystemClock().now());
        read_to_ = directory_.watermarks(sources_);
        for (const auto& [name, watermark] : read_to_) history.add(watermark);
        std::map<std::string, Event> newest;  // by subject
        history.read([&](Event event) {
            if (!options_.last_per_subject) {
                heard(event);
            } else if (note_gap(event); selection_.wants(record_of(event))) {
                const std::string subject = event.source + '\n' + event.subject;
                newest.insert_or_assign(subject, std::move(event));
            }
            return !done() && !stop;
        });
        show_newest(newest);
        if (options_.until && SystemClock().now() > *options_.until) finish(0);
    }

    /// Between the end of the history and what the subscription brings lies what was told while it was on its way. The
    /// first watermark that comes through the subscription says how far that goes: what follows it is heard.
    void join(const std::atomic<bool>& stop) {
        if (read_to_.empty()) return;
        const auto all_heard = [this] {
            return std::ranges::all_of(read_to_, [this](const auto& read) { return marks_.contains(read.first); });
        };
        loop_.run_until([&] { return all_heard() || done() || stop; }, watermark_time);
        History between(client_, target_.actor, {}, {});
        for (const auto& [name, read] : read_to_)
            if (const auto mark = marks_.find(name); mark != marks_.end() && mark->second.epoch == read.epoch)
                between.add(mark->second, read.last);
        between.read([&](const Event& event) {
            heard(event);
            return !done() && !stop;
        });
    }

    void show_newest(std::map<std::string, Event>& newest) {
        std::vector<Event> events;
        for (auto& [subject, event] : newest) events.push_back(std::move(event));
        std::ranges::sort(events, {}, [](const Event& event) { return std::pair(event.recorded, event.sequence); });
        for (const auto& event : events) show(record_of(event));
    }

    const Target& target_;
    const Tail& options_;
    std::ostream& err_;
    const Selection selection_;
    Printer printer_;
    Loop loop_;
    Client client_, tap_client_;
    Directory directory_;
    Masks masks_;
    std::map<std::string, Steady::time_point> asked_;  ///< when services were asked for their `$info`
    std::optional<Subscriber> subscriber_;
    std::optional<TapReader> tap_;
    Calls calls_;
    Gaps gaps_;
    std::vector<std::string> sources_;          ///< whose history is read
    std::map<std::string, Watermark> read_to_;  ///< where their history ended
    std::map<std::string, Watermark> marks_;    ///< the first that came through the subscription
    std::vector<Event> waiting_;                ///< heard while the history is read
    bool live_ = false, bodies_ = false, ended_ = false;
    int exit_code_ = 0;
    std::int64_t shown_ = 0, heard_ = 0, dropped_ = 0;
    Steady::time_point shown_at_ = Steady::now(), dropped_said_at_;
};

}  // namespace

int tail(const Target& target, const Tail& options, std::ostream& out, std::ostream& err,
         const std::atomic<bool>& stop) try {
    std::optional<Tailer> tailer;
    try {
        if (options.form == Form::text_template) check_template(options.text_template);
        if ((options.form == Form::raw || options.form == Form::hex) && !options.show_personal)
            throw invalid("output", "raw and hex mask nothing: ask for --show-personal as well");
        if (Selection(options).calls()) give_way();
        tailer.emplace(target, options, out, err);
    } catch (const Error& error) {
        err << error.what() << std::endl;
        return used_wrongly;
    }
    return tailer->run(stop);
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
