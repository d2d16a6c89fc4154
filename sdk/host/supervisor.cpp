// SPDX-License-Identifier: MIT
#include "sdk/host/supervisor.hpp"

#include <thread>

#include "sdk/host/codec.hpp"

namespace rapport::sdk {
namespace {

using namespace std::chrono_literals;
using Kind = PluginError::Kind;

constexpr auto forgotten_after = 5min;
constexpr std::size_t too_many_faults = 3;
constexpr auto first_pause = 100ms, longest_pause = 1600ms;

/// Adds now, and forgets what is too long ago.
void note(std::deque<std::chrono::steady_clock::time_point>& times) {
    const auto now = std::chrono::steady_clock::now();
    while (!times.empty() && now - times.front() > forgotten_after) times.pop_front();
    times.push_back(now);
}

std::filesystem::path beside_this_program() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "rapport-plugin-host";
}

}  // namespace

Supervisor::Supervisor(const PluginSpec& spec, const Image& image)
    : spec_(spec), image_(image), settings_hash_(hash_of(spec.settings)), records_(spec.records) {
    quarantined_ = records_.quarantined(spec_.id, image_.sha256, settings_hash_).value_or("");
    start();
}

void Supervisor::configure(Settings settings) {
    settings_ = std::move(settings);
    create();
}

void Supervisor::refuse_if_quarantined() {
    if (quarantined_.empty()) return;
    if (spec_.records.empty() || records_.quarantined(spec_.id, image_.sha256, settings_hash_))
        throw PluginError(Kind::quarantined, quarantined_);
    quarantined_.clear();  // somebody has lifted it
    falls_.clear();
    faults_.clear();
    not_before_ = {};
}

void Supervisor::start() {
    refuse_if_quarantined();
    std::this_thread::sleep_until(not_before_);
    try {
        describe();
    } catch (const Death& death) {
        child_.reset();
        fell();
        count_fault(death, "");
        throw as_error(spec_, death);
    } catch (...) {
        child_.reset();
        throw;
    }
    if (settings_) create();
}

void Supervisor::describe() {
    child_ = std::make_unique<Child>(spawner_, spec_.host.empty() ? beside_this_program() : spec_.host, image_.copy,
                                     spec_.memory_limit);
    const auto frame = child_->await(spec_.start_deadline, spec_.log);
    expect(frame, FrameType::described);
    sheet_ = sound([&] { return read_sheet(Reader(frame.body())); });
}

void Supervisor::create() {
    Writer body;
    write(body, *settings_);
    try {
        expect(child_->exchange(FrameType::create, body.bytes(), spec_.start_deadline, spec_.log), FrameType::done);
    } catch (const Death& death) {
        child_.reset();
        failed(death);
        throw as_error(spec_, death);
    } catch (...) {
        child_.reset();
        throw;
    }
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
    if (!child_) start();
    try {
        auto frame = child_->exchange(type, body, spec_.deadline, spec_.log);
        expect(frame, wanted);
        return frame;
    } catch (const Death&) {
        child_.reset();
        throw;
    }
}

void Supervisor::fell() {
    note(falls_);
    const auto pause = falls_.size() > 2 ? longest_pause : first_pause * (1 << (2 * (falls_.size() - 1)));
    not_before_ = Clock::now() + pause;
}

void Supervisor::failed(const Death& death) {
    fell();
    count_fault(death, settings_hash_);
}

void Supervisor::count_fault(const Death& death, const std::string& settings) {
    note(faults_);
    if (faults_.size() < too_many_faults) return;
    quarantined_ = spec_.id + " is quarantined" + (settings.empty() ? "" : " with these settings") + ": it died " +
                   std::to_string(faults_.size()) + " times within five minutes whatever it was given, last it " +
                   death.what() + "; mend or replace " + spec_.file.string() + " (SHA-256 " + image_.sha256 +
                   "), or try it again (rapport plugin lift " + spec_.id + ")";
    records_.put({.id = spec_.id,
                  .version = sheet_.version,
                  .file = spec_.file.string(),
                  .sha256 = image_.sha256,
                  .settings = settings,
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
