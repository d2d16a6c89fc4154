// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>

#include "bus/loop.hpp"

namespace rapport::bus {

/// Tells when files of a folder have changed, a moment after the last of several changes. Belongs to its loop's thread.
class FolderWatch {
public:
    /// Error(failed_precondition) if the folder cannot be watched.
    FolderWatch(Loop& loop, const std::filesystem::path& folder, std::function<void()> on_change);
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

private:
    void changed();

    Loop& loop_;
    const std::function<void()> on_change_;
    int fd_;
    Loop::TimerId settling_ = 0;
    bool settles_ = false;
};

}  // namespace rapport::bus
