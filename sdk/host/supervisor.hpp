// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "sdk/host/child.hpp"
#include "sdk/host/image.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/host/record.hpp"
#include "sdk/host/sheet.hpp"
#include "sdk/host/wire.hpp"

namespace rapport::sdk {

/// Keeps a plugin's child: starts it when a call needs it, again after a death (with a pause that grows), and not at
/// all once the plugin itself was at fault too often: it died before it was given anything, or whatever it was given.
/// What kills it otherwise is the fault of that input alone. One thread at a time.
class Supervisor {
public:
    /// Starts the first child. PluginError where the plugin is refused or does not start.
    Supervisor(const PluginSpec& spec, const Image& image);

    const PluginSheet& sheet() const { return sheet_; }
    /// Makes the instance; every later child gets the same settings.
    void configure(Settings settings);

    /// One call; `decode` reads the answer, a frame of the type `wanted`. Throws Death (the next call starts another
    /// child), PluginError: what the plugin answered, quarantined, or that it does not start.
    template <class Decode>
    auto ask(FrameType type, std::span<const std::byte> body, FrameType wanted, Decode decode) {
        const Frame frame = call(type, body, wanted);
        return sound([&] { return decode(Reader(frame.body())); });
    }

    /// It died of what it was given. Called once for an incident, which may have cost several children.
    void fell();
    /// It died whatever it was given: fell(), and the third time within five minutes it is quarantined with these
    /// settings.
    void failed(const Death& death);

private:
    using Clock = std::chrono::steady_clock;

    Frame call(FrameType type, std::span<const std::byte> body, FrameType wanted);
    void start();
    void describe();
    void create();
    void count_fault(const Death& death, const std::string& settings);
    void refuse_if_quarantined();
    void expect(const Frame& frame, FrameType wanted);
    /// Runs `read`; an unsound frame ends the child that sent it.
    template <class Read>
    auto sound(Read read) {
        try {
            return read();
        } catch (const WireError& error) {
            child_.reset();
            throw Death(false, std::string("sent an unsound answer (") + error.what() + ") and was ended");
        }
    }

    const PluginSpec& spec_;
    const Image& image_;
    PluginSheet sheet_;
    std::optional<Settings> settings_;
    std::deque<Clock::time_point> falls_, faults_;  // of the last five minutes
    Clock::time_point not_before_{};
    std::string quarantined_;  // why, once it is
    const std::string settings_hash_;
    PluginRecords records_;
    Spawner spawner_;
    std::unique_ptr<Child> child_;
};

/// What a death is to a caller who cannot be answered otherwise.
PluginError as_error(const PluginSpec& spec, const Death& death);

}  // namespace rapport::sdk
