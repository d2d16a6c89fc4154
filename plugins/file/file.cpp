// SPDX-License-Identifier: MIT
#include <optional>
#include <rapport/plugin.hpp>
#include <system_error>

#include "journal.hpp"
#include "json_line.hpp"

namespace {

using namespace std::chrono_literals;

/// Appends each message as one line of JSON to a file.
struct File : rapport::Channel {
    static constexpr Limits limits{.idempotent = true, .html = true, .attachments = true};

    Setting<std::string> path{
        this, "file", rapport::required, "the file to append to, as an absolute path; made where it is not there",
        2,    4096};
    Setting<bool> sync{this, "sync", true, "whether a message counts as sent only once it is on the disk"};

    void start() {
        if (path->front() != '/') throw std::invalid_argument("'/file' must be an absolute path");
        journal_.emplace(*path, sync);
    }

    void probe() { journal_->check(); }

    Receipt send(const Message& message) {
        if (message.key.empty())
            throw rapport::rejected("a message without a key cannot be kept from being written twice");
        try {
            journal_->append(message.key, file::json_line(message));
        } catch (const std::system_error& error) {
            throw rapport::retry(30s, error.what());  // the file is as it was
        }
        return {};
    }

private:
    std::optional<file::Journal> journal_;
};

}  // namespace

RAPPORT_CHANNEL(File, "rapport.file", "1.0.0", "Append to a file")
