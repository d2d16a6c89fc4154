// SPDX-License-Identifier: MIT
// Of a channel: whether probe sends nothing, each message gets its receipt, the same key has one effect, and what is
// nobody's business stays in.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "sdk/tools/trial.hpp"

namespace rapport::sdk::tools {
namespace {

/// What a channel left in the scratch folder: content by name, empty files aside.
using Left = std::map<std::string, std::string>;

Left left_in(const std::filesystem::path& folder) {
    Left left;
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
        if (!each.is_regular_file()) continue;
        std::ifstream file(each.path(), std::ios::binary);
        std::string content(std::istreambuf_iterator<char>(file), {});
        if (!content.empty()) left.emplace(each.path().lexically_relative(folder).string(), std::move(content));
    }
    return left;
}

/// Whether the other side can know by anything in them that two messages are the same, and that a third is another.
bool recognisable(const Sent& first, const Sent& again, const Sent& other, const std::string& key) {
    return std::ranges::any_of(first, [&](const auto& named) {
        const auto& [name, value] = named;
        const auto same = part(again, name);
        const bool whole = value == same && value != part(other, name);
        return whole || (value.find(key) != value.npos && same.find(key) != same.npos);
    });
}

/// Whether a request of that kind may do no more than ask.
bool only_asks(const std::string& request) {
    return request.starts_with("GET ") || request.starts_with("HEAD ") || request.starts_with("OPTIONS ");
}

class ChannelChecks {
public:
    explicit ChannelChecks(Trial& trial) : trial_(trial) {}

    std::string starts() const { return "with these settings: " + trial_.start().description().title; }

    std::string sends() {
        auto channel = trial_.start();
        const std::vector<Message> messages = {trial_.message(first_key), trial_.message(second_key, longest(channel))};
        const auto receipts = trial_.send(channel, messages);
        std::size_t taken = 0;
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            if (receipts[i].held) continue;  // it says that its rate is less than two a minute
            if (lost_its_process(receipts[i]))
                throw FatalFault("message " + std::to_string(i + 1) + " is lost: " + receipts[i].reason);
            if (receipts[i].outcome != Outcome::ok)
                throw Fault("message " + std::to_string(i + 1) + " is " + std::string(to_string(receipts[i].outcome)) +
                            ": " + receipts[i].reason);
            ++taken;
        }
        for (const auto& each : trial_.recorders.take()) how_it_sends_.push_back(part(each, "request"));
        return std::to_string(taken) + (taken == 1 ? " message taken" : " messages taken");
    }

    std::string once_for_a_key() {
        if (!trial_.start().description().idempotent) throw Skip("it does not say that it is idempotent");
        if (trial_.recorders.any()) return knows_keys();
        const auto before = left_in(trial_.scratch);
        if (before.empty())
            throw Skip(
                "its effect cannot be seen: let --settings name {http} or {smtp_port}, a server that keeps what it is "
                "sent, or {scratch}, a folder to leave messages in");
        again(first_key);
        if (left_in(trial_.scratch) != before)
            throw Fault(
                "a message with a key that was sent before has an effect again, though it says that it is idempotent");
        return "the same key twice has one effect";
    }

    std::string probes() {
        const auto before = left_in(trial_.scratch);
        trial_.recorders.take();
        trial_.start().probe();
        if (left_in(trial_.scratch) != before)
            throw Fault("probe() writes something; it may check, but must send nothing");
        for (const auto& each : trial_.recorders.take()) {
            const auto request = part(each, "request");
            const bool sends = std::ranges::find(how_it_sends_, request) != how_it_sends_.end();
            if (request.empty()) throw Fault("probe() sends a letter; it may sign in, but must send nothing");
            if (sends && !only_asks(request))
                throw Fault("probe() makes the request that sends messages, " + request +
                            "; it may connect, sign in and ask, but must send nothing");
        }
        return "probe() is content, and sends nothing that shows";
    }

    std::string probes_where_nobody_listens() {
        if (!trial_.recorders.any()) throw Skip("its settings name no server that could be missing");
        try {
            trial_.start_deaf().probe();
        } catch (const PluginError& error) {
            if (error.kind == PluginError::Kind::died || error.kind == PluginError::Kind::deadline) throw;
            return error.what();
        }
        throw Fault(
            "probe() is content though nobody listens there, so that an operator would learn it from the first "
            "message; "
            "let it connect, and throw where that fails");
    }

    std::string secrets() const {
        if (trial_.subject.sheet.settings_schema.find("\"writeOnly\":true") == std::string::npos)
            throw Skip("it has no secrets");
        if ((trial_.logged() + trial_.answered()).find("***") != std::string::npos)
            throw Fault("it writes a secret to its log or receipts; the host strikes it out, but leave it out");
        return "none in its log or receipts";
    }

    std::string personal_data() const {
        std::string_view to = *trial_.options.send_to;
        if (to.size() < 4) to = {};  // would be found anywhere
        const std::pair<std::string_view, const char*> kept_out[] = {
            {to, "recipient"}, {Trial::subject_mark, "subject"}, {Trial::text_mark, "text"}};
        for (const auto& [words, what] : kept_out)
            if (!words.empty() && trial_.logged().find(words) != std::string::npos)
                throw Fault(std::string("it writes a message's ") + what +
                            " to its log, where nobody erases it; name messages by their key");
        return "none in its log";
    }

private:
    /// The same message twice, each time by a new process, and another one.
    std::string knows_keys() {
        const auto first = again(first_key), second = again(first_key), other = again(second_key);
        if (first.empty() && other.empty()) throw Skip("it sends nothing to the server that its settings name");
        if (second.empty()) return "the same key is sent once";
        if (!recognisable(first, second, other, first_key))
            throw Fault(
                "nothing in what it sends is the same for the same key and another for another key, so nobody can know "
                "a message again, though it says that it is idempotent; send Message::key along, such as in a header");
        return "the same key twice can be known by who gets it";
    }

    /// What arrives of a message that is sent with this key; nothing where none does.
    Sent again(const std::string& key) {
        auto channel = trial_.start();
        trial_.recorders.take();
        trial_.send(channel, trial_.message(key));
        const auto arrived = trial_.recorders.take();
        return arrived.empty() ? Sent{} : arrived.back();
    }

    static std::string longest(const ChannelPlugin& channel) {
        const auto limit = channel.description().max_text;
        return std::string(limit == 0 ? 2000 : limit, 'x');
    }

    static constexpr const char* first_key = "rapport-check-first";
    static constexpr const char* second_key = "rapport-check-second";

    Trial& trial_;
    std::vector<std::string> how_it_sends_;  // requests
};

}  // namespace

void check_channel(Checker& checker, const Subject& subject, const Surroundings& around) {
    if (checker.ended()) return;
    Trial trial(subject, checker.options, around);
    ChannelChecks checks(trial);
    const auto only_if_asked = [&](auto work) {
        return [&checker, work]() -> std::string {
            if (!checker.options.send_to) throw Skip("nothing is sent without --send-to ADDRESS");
            return work();
        };
    };
    checker.must("starts", [&] { return checks.starts(); });
    checker.test("sends", only_if_asked([&] { return checks.sends(); }));
    checker.test("same key", only_if_asked([&] { return checks.once_for_a_key(); }));
    check_outcomes(checker, trial);
    checker.test("probe", [&] { return checks.probes(); });
    checker.test("probe, no server", [&] { return checks.probes_where_nobody_listens(); });
    checker.test("secrets", [&] { return checks.secrets(); });
    checker.test("personal data", only_if_asked([&] { return checks.personal_data(); }));
    checker.test("leaks", [&] { return check_leaks(subject, Batch(usual_now)); });
}

}  // namespace rapport::sdk::tools
