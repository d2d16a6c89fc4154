// SPDX-License-Identifier: MIT
#include "sdk/host/supervisor.hpp"

#include <thread>

#include "sdk/host/codec.hpp"

namespace rapport::sdk {
namespace {

using namespace std::chrono_literals;
using Kind = PluginError::Kind;

constexpr auto start_deadline = 10s;
constexpr auto forgotten_after = 5min;
constexpr std::size_t too_many_deaths = 3;
constexpr auto first_pause = 100ms;

std::filesystem::path beside_this_program() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "rapport-plugin-host";
}

}  // namespace

Supervisor::Supervisor(const PluginSpec& spec, const Image& image)
    : spec_(spec), image_(image), records_(spec.records) {
    quarantined_ = records_.quarantined(spec_.id, image_.sha256).value_or("");
    try {
        start();
    } catch (const Death& death) {
        throw as_error(spec_, death);
    }
}

void Supervisor::configure(Settings settings) {
    settings_ = std::move(settings);
    try {
        create();
    } catch (const Death& death) {
        throw as_error(spec_, death);
    }
}

void Supervisor::refuse_if_quarantined() {
    if (quarantined_.empty()) return;
    if (spec_.records.empty() || records_.quarantined(spec_.id, image_.sha256))
        throw PluginError(Kind::quarantined, quarantined_);
    quarantined_.clear();  // somebody has lifted it
    deaths_.clear();
    not_before_ = {};
}

void Supervisor::start() {
    refuse_if_quarantined();
    std::this_thread::sleep_until(not_before_);
    child_ = std::make_unique<Child>(spawner_, spec_.host.empty() ? beside_this_program() : spec_.host, image_.copy,
                                     spec_.memory_limit);
    try {
        const auto frame = child_->await(start_deadline, spec_.log);
        expect(frame, FrameType::described);
        sheet_ = sound([&] { return read_sheet(Reader(frame.body())); });
        if (settings_) create();
    } catch (...) {
        child_.reset();
        throw;
    }
}

void Supervisor::create() {
    Writer body;
    write(body, *settings_);
    expect(child_->exchange(FrameType::create, body.bytes(), start_deadline, spec_.log), FrameType::done);
}

void Supervisor::expect(const Frame& frame, FrameType wanted) {
    if (frame.type == wanted) return;
    sound([&] {
        if (frame.type != FrameType::refused) throw WireError("a frame of another type than was asked for");
        const auto error = read_error(Reader(frame.body()));
        throw PluginError(error.kind, spec_.id + ": " + error.what());
    });
}

Frame Supervisor::call(FrameType type, std::span<const std::byte> body, FrameType wanted) {
    if (!child_) {
        try {
            start();
        } catch (const Death& death) {
            count_death(death);
            throw as_error(spec_, death);
        }
    }
    try {
        auto frame = child_->exchange(type, body, spec_.deadline, spec_.log);
        expect(frame, wanted);
        return frame;
    } catch (const Death&) {
        child_.reset();
        throw;
    }
}

void Supervisor::count_death(const Death& death) {
    const auto now = Clock::now();
    while (!deaths_.empty() && now - deaths_.front() > forgotten_after) deaths_.pop_front();
    deaths_.push_back(now);
    not_before_ = now + first_pause * (1 << (2 * (deaths_.size() - 1)));
    if (deaths_.size() < too_many_deaths) return;
    quarantined_ = spec_.id + " is quarantined: it died " + std::to_string(deaths_.size()) +
                   " times within five minutes, last it " + death.what() + "; mend or replace " + spec_.file.string() +
                   " (SHA-256 " + image_.sha256 + "), or try it again (rapport plugin lift " + spec_.id + ")";
    records_.put({.id = spec_.id,
                  .version = sheet_.version,
                  .file = spec_.file.string(),
                  .sha256 = image_.sha256,
                  .state = "quarantined",
                  .why = quarantined_,
                  .since = {}});
    spec_.log(LogLevel::error, quarantined_);
}

PluginError as_error(const PluginSpec& spec, const Death& death) {
    if (death.missed_deadline)
        return {Kind::deadline, spec.id + ": the plugin's process " + death.what() +
                                    "; raise its deadline, or have it do less at a time"};
    return {Kind::died, spec.id + ": the plugin's process " + death.what() + "; see its log, and tell its author"};
}

}  // namespace rapport::sdk
