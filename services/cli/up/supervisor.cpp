// SPDX-License-Identifier: MIT
#include "services/cli/up/supervisor.hpp"

#include <algorithm>
#include <utility>

namespace rapport::cli::up {

Supervisor::Supervisor(bus::Loop& loop, Plan plan, const std::filesystem::path& logs, Handlers handlers)
    : loop_(loop), handlers_(std::move(handlers)), stages_(3) {
    stages_[0].push_back(keeper(std::move(plan.gateway), logs));
    for (auto& service : plan.services) stages_[1].push_back(keeper(std::move(service), logs));
    stages_[2].push_back(keeper(std::move(plan.bus), logs));
}

Supervisor::~Supervisor() {
    if (limit_) loop_.cancel(*limit_);
}

std::unique_ptr<Keeper> Supervisor::keeper(Program program, const std::filesystem::path& logs) {
    auto log = logs / (program.name + ".log");
    auto made = std::make_unique<Keeper>(loop_, std::move(program), std::move(log));
    auto* self = made.get();
    made->handlers({.on_output = [this, self](std::string_view line) { handlers_.on_output(*self, line); },
                    .on_log = [this, self](std::string_view line) { handlers_.on_log(*self, line); },
                    .on_change = [this] { changed(); },
                    .on_trouble = [this, self](Ended how, Millis again) { handlers_.on_trouble(*self, how, again); }});
    return made;
}

void Supervisor::start() {
    for (auto stage = stages_.rbegin(); stage != stages_.rend(); ++stage)
        for (const auto& program : *stage) program->start();
}

void Supervisor::stop() {
    impatient_ = std::exchange(stopping_, true);
    if (impatient_) kill_stage();
    else begin_stage();
}

std::vector<const Keeper*> Supervisor::programs() const {
    std::vector<const Keeper*> all;
    for (auto stage = stages_.rbegin(); stage != stages_.rend(); ++stage)
        for (const auto& program : *stage) all.push_back(program.get());
    return all;
}

void Supervisor::changed() {
    handlers_.on_change();
    if (!stopping_) return;
    const auto& stage = stages_[stage_];
    if (std::any_of(stage.begin(), stage.end(), [](const auto& program) { return program->pid().has_value(); })) return;
    ++stage_;
    begin_stage();
}

void Supervisor::begin_stage() {
    if (limit_) loop_.cancel(*std::exchange(limit_, {}));
    // A stage of which nothing runs is over at once: nothing in it would tell.
    const auto running = [](const auto& program) { return program->pid().has_value(); };
    for (; stage_ < stages_.size(); ++stage_) {
        auto& stage = stages_[stage_];
        for (const auto& program : stage) program->stop();
        if (std::any_of(stage.begin(), stage.end(), running)) break;
    }
    if (stage_ == stages_.size()) {
        handlers_.on_stopped();
    } else if (impatient_) {
        kill_stage();
    } else {
        limit_ = loop_.after(patience, [this] { kill_stage(); });
    }
}

void Supervisor::kill_stage() {
    for (const auto& program : stages_[stage_]) program->kill();
}

}  // namespace rapport::cli::up
