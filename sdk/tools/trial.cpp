// SPDX-License-Identifier: MIT
#include "sdk/tools/trial.hpp"

namespace rapport::sdk::tools {

Trial::Trial(const Subject& subject_, const CheckOptions& options_, const Surroundings& around)
    : subject(subject_),
      options(options_),
      recorders(around.recorders),
      scratch(around.scratch),
      spec_(subject_.spec),
      deaf_settings_(around.deaf_settings) {
    spec_.log = [this](LogLevel, std::string_view line) { logged_.append(line).append("\n"); };
    if (recorders.any()) spec_.http_networks = "127.0.0.1";
}

ChannelPlugin Trial::start_deaf() const {
    auto spec = spec_;
    spec.settings = deaf_settings_;
    return ChannelPlugin(spec);
}

Message Trial::message(std::string key, std::string text) const {
    return {.key = std::move(key),
            .to = options.send_to.value_or(""),
            .subject = "rapport plugin check " + std::string(subject_mark),
            .text = std::move(text),
            .language = "en"};
}

std::vector<Receipt> Trial::send(ChannelPlugin& through, std::span<const Message> messages) {
    auto receipts = through.send(messages);
    for (const auto& each : receipts) answered_.append(each.reason).append("\n").append(each.reference).append("\n");
    return receipts;
}

bool lost_its_process(const Receipt& receipt) { return receipt.reason.starts_with("the channel's process "); }

}  // namespace rapport::sdk::tools
