// SPDX-License-Identifier: MIT
#include <ostream>

#include "bus/events/dead_letter.hpp"
#include "bus/monitor/directory.hpp"
#include "bus/monitor/mask.hpp"
#include "bus/monitor/output.hpp"
#include "bus/monitor/text.hpp"

namespace rapport::bus::monitor {
namespace {

/// A letter, and whose it is.
struct Found {
    std::string service;
    DeadLetter letter;
    static constexpr auto fields =
        describe(Field{"service", &Found::service, "who could not"}, Field{"letter", &Found::letter, "what"});
};
class Letterbox {
public:
    Letterbox(const Target& target, const Dead& options, std::ostream& out, std::ostream& err)
        : options_(options),
          out_(out),
          err_(err),
          client_(loop_, target.requests_endpoint),
          asking_{.timeout = options.timeout, .actor = target.actor, .query = true},
          directory_(loop_, client_, target.actor, options.timeout) {}

    int run() {
        if (options_.what == Dead::Do::list) return list();
        auto found = letters_of(options_.service.value());
        if (!options_.all) keep_chosen(found);
        if (options_.what == Dead::Do::show) return show(found);
        return options_.what == Dead::Do::redrive ? settle(found, "$redrive", "handled")
                                                  : settle(found, "$drop", "dropped");
    }

private:
    std::vector<Found> letters_of(const std::string& service) {
        std::vector<Found> found;
        for (std::int64_t after = 0;;) {
            const auto answer = client_.ask(service, "$dead_letters", encode(ReadDeadLetters{after}), asking_);
            auto page = decode<DeadLetters>(std::string_view(answer)).letters;
            if (page.empty()) return found;
            after = page.back().row;
            for (DeadLetter& letter : page) found.push_back({service, std::move(letter)});
        }
    }

    /// In the order that was asked for: later letters of a subject wait behind earlier ones.
    void keep_chosen(std::vector<Found>& found) const {
        std::vector<Found> chosen;
        for (const auto row : options_.rows) {
            const auto one = std::ranges::find(found, row, [](const Found& each) { return each.letter.row; });
            if (one == found.end())
                throw Error(Code::not_found, *options_.service + " has no dead letter " + std::to_string(row));
            chosen.push_back(*one);
        }
        found = std::move(chosen);
    }

    int list() {
        std::vector<Found> all;
        for (const auto& service : directory_.names(options_.service)) {
            try {
                auto found = letters_of(service);
                std::ranges::move(found, std::back_inserter(all));
            } catch (const Error& error) {
                if (options_.service || error.code() != Code::unimplemented) throw;  // a service of another make
            }
        }
        mask(all);
        if (write_json(all, options_.format, out_)) return 0;
        std::vector<std::vector<std::string>> rows{{"SERVICE", "ROW", "PARKED", "EVENT", "SUBJECT", "WHY"}};
        for (const auto& [service, letter] : all)
            rows.push_back({printable(service), std::to_string(letter.row), to_text(letter.parked),
                            printable(letter.source) + " #" + std::to_string(letter.sequence),
                            printable(letter.subject), printable(letter.error)});
        print_table(rows, "ROW", out_);
        out_.flush();
        return 0;
    }

    int show(std::vector<Found>& found) {
        mask(found);
        if (write_json(found, options_.format, out_)) return 0;
        for (const auto& each : found) out_ << to_pretty_json(encode(each)) << '\n';
        out_.flush();
        return 0;
    }

    /// The rest is tried when one fails; the first failure is the exit code.
    int settle(const std::vector<Found>& found, const std::string& method, std::string_view done) {
        int exit_code = 0;
        CallOptions asking = asking_;
        asking.query = false;
        for (const auto& [service, letter] : found) {
            try {
                client_.ask(service, method, encode(DeadLetterRow{letter.row}), asking);
                out_ << printable(service) << ' ' << letter.row << ' ' << done << std::endl;
            } catch (const Error& error) {
                err_ << printable(service) << ' ' << letter.row << ": ";
                const int code = report(error, err_);
                if (exit_code == 0) exit_code = code;
            }
        }
        return exit_code;
    }

    void mask(std::vector<Found>& found) {
        if (found.empty()) return;
        Masks masks;
        for (const auto& info : directory_.infos(directory_.names())) masks.learn(info);
        for (auto& [service, letter] : found) {
            auto event = decode<Event>(letter.event.bytes);
            event.data = masks.event_data(event.type, event.data, options_.show_personal);
            letter.event = to_cloudevent(event);
        }
    }

    const Dead& options_;
    std::ostream &out_, &err_;
    Loop loop_;
    Client client_;
    const CallOptions asking_;
    Directory directory_;
};

}  // namespace

int dead(const Target& target, const Dead& options, std::ostream& out, std::ostream& err) try {
    return Letterbox(target, options, out, err).run();
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
