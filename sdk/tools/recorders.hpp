// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "sdk/tools/recorder.hpp"

namespace rapport::sdk::tools {

/// Every `what` in a text made `by`.
std::string replaced(std::string text, std::string_view what, const std::string& by);

/// The recording servers that settings name: `{http}` stands for the address of one that speaks HTTP, such as
/// http://127.0.0.1:40123, and `{smtp_host}` and `{smtp_port}` for that of one that takes mail.
class Recorders {
public:
    /// Starts those that stand in the text `settings`. PluginError::host where there is no port.
    Recorders(const std::string& settings, const std::string& answer);

    bool any() const { return http_ || smtp_; }
    bool speak_http() const { return http_.has_value(); }
    /// The settings with the addresses in place.
    std::string name_in(const std::string& settings) const;
    /// The same with ports at which nobody listens.
    std::string name_deaf_in(const std::string& settings) const;

    void behave(Manner manner);
    /// As Recorder::take, of all.
    std::vector<Sent> take();

private:
    std::optional<Recorder> http_, smtp_;
};

}  // namespace rapport::sdk::tools
