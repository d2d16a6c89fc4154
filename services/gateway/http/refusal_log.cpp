// SPDX-License-Identifier: MIT
#include "services/gateway/http/refusal_log.hpp"

#include <spdlog/spdlog.h>

namespace rapport::gateway {

bool RefusalLog::has_a_line(int status, Time now) {
    Minute& minute = minutes_.try_emplace(status, Minute{now}).first->second;
    if (now - minute.begun >= std::chrono::minutes(1)) {
        if (minute.count > lines_per_minute)
            spdlog::warn("{} more were answered {} in that minute", minute.count - lines_per_minute, status);
        minute = {now};
    }
    return ++minute.count <= lines_per_minute;
}

void RefusalLog::note(const std::string& verb, const std::string& route, int status, const std::string& trace,
                      Time now) {
    if (status != 401 && status != 403 && status != 429 && status < 500) return;
    const std::lock_guard lock(mutex_);
    if (has_a_line(status, now)) spdlog::warn("{} {} answered {} trace={}", verb, route, status, trace);
}

void RefusalLog::note_unread(int status, Time now) {
    const std::lock_guard lock(mutex_);
    if (has_a_line(status, now)) spdlog::warn("a request was refused before it was read: {}", status);
}

}  // namespace rapport::gateway
