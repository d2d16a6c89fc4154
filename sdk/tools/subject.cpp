// SPDX-License-Identifier: MIT
#include "sdk/tools/subject.hpp"

#include "sdk/host/checks.hpp"
#include "sdk/host/spec.hpp"
#include "sdk/host/supervisor.hpp"
#include "sdk/include/rapport/plugin.h"

namespace rapport::sdk::tools {

bool Subject::is_rule() const { return image.note.kind == RAPPORT_KIND_RULE; }

Subject look_at(PluginSpec spec) {
    Subject subject;
    subject.spec = complete(std::move(spec));
    subject.image = take_image(subject.spec, 0);
    subject.spec.id = subject.image.note.id;
    const auto begun = std::chrono::steady_clock::now();
    const Supervisor supervisor(subject.spec, subject.image);
    subject.started = std::chrono::steady_clock::now() - begun;
    subject.sheet = supervisor.sheet();
    check_sheet(subject.spec, subject.image.note, subject.sheet);
    return subject;
}

}  // namespace rapport::sdk::tools
