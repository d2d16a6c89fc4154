// SPDX-License-Identifier: MIT
// Of a channel: whether probe sends nothing, each message gets its receipt, the same key has one effect, secrets stay
// in.
#include <fstream>
#include <iterator>
#include <map>

#include "sdk/tools/checker.hpp"

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

class ChannelChecks {
public:
    ChannelChecks(const Subject& subject, const CheckOptions& options, std::filesystem::path scratch)
        : subject_(subject), options_(options), scratch_(std::move(scratch)) {
        subject_spec_ = subject.spec;
        subject_spec_.log = [this](LogLevel, std::string_view line) { told_ += std::string(line) + "\n"; };
    }

    std::string starts() {
        const auto about = ChannelPlugin(subject_spec_).description();
        return "with these settings: " + about.title;
    }

    std::string probes() {
        const auto before = left_in(scratch_);
        ChannelPlugin(subject_spec_).probe();
        if (left_in(scratch_) != before) throw Fault("probe() writes something; it may check, but must send nothing");
        return "probe() is content, and sends nothing that shows";
    }

    std::string sends() {
        ChannelPlugin channel(subject_spec_);
        std::vector<Message> messages = {message("rapport-check-1", "Grüße 🙂"),
                                         message("rapport-check-2", longest(channel))};
        const auto receipts = channel.send(messages);
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            told_ += receipts[i].reason + receipts[i].reference + "\n";
            if (receipts[i].reason.starts_with("the channel's process "))
                throw FatalFault("message " + std::to_string(i + 1) + " is lost: " + receipts[i].reason);
            if (receipts[i].outcome != Outcome::ok)
                throw Fault("message " + std::to_string(i + 1) + " is " + std::string(to_string(receipts[i].outcome)) +
                            ": " + receipts[i].reason);
        }
        return std::to_string(receipts.size()) + " messages taken";
    }

    std::string once_for_a_key() {
        ChannelPlugin channel(subject_spec_);
        if (!channel.description().idempotent) throw Skip("it does not say that it is idempotent");
        if (left_in(scratch_).empty())
            throw Skip(
                "its effect cannot be seen: let it leave its messages in {scratch}, a folder that --settings may name");
        const auto before = left_in(scratch_);
        const auto again = message("rapport-check-1", "Grüße 🙂");
        channel.send({&again, 1});
        if (left_in(scratch_) != before)
            throw Fault(
                "a message with a key that was sent before has an effect again, though it says that it is idempotent");
        return "the same key twice has one effect";
    }

    std::string secrets() const {
        if (subject_.sheet.settings_schema.find("\"writeOnly\":true") == std::string::npos)
            throw Skip("it has no secrets");
        if (told_.find("***") != std::string::npos)
            throw Fault("it writes a secret to its log or receipts; the host strikes it out, but leave it out");
        return "none in its log or receipts";
    }

private:
    Message message(std::string key, std::string text) const {
        return {.key = std::move(key),
                .to = options_.send_to.value_or(""),
                .subject = "rapport plugin check",
                .text = std::move(text),
                .language = "en"};
    }

    static std::string longest(const ChannelPlugin& channel) {
        const auto limit = channel.description().max_text;
        return std::string(limit == 0 ? 2000 : limit, 'x');
    }

    const Subject& subject_;
    const CheckOptions& options_;
    std::filesystem::path scratch_;
    PluginSpec subject_spec_;
    std::string told_;
};

}  // namespace

void check_channel(Checker& checker, const Subject& subject, const std::filesystem::path& scratch) {
    if (checker.ended()) return;
    ChannelChecks checks(subject, checker.options, scratch);
    const auto only_if_asked = [&](auto work) {
        return [&checker, work]() -> std::string {
            if (!checker.options.send_to) throw Skip("nothing is sent without --send-to ADDRESS");
            return work();
        };
    };
    checker.must("starts", [&] { return checks.starts(); });
    checker.test("probe", [&] { return checks.probes(); });
    checker.test("sends", only_if_asked([&] { return checks.sends(); }));
    checker.test("same key", only_if_asked([&] { return checks.once_for_a_key(); }));
    checker.test("secrets", [&] { return checks.secrets(); });
    checker.test("leaks", [&] { return check_leaks(subject, Batch(usual_now)); });
}

}  // namespace rapport::sdk::tools
