// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

namespace rapport::faults {

/// A mount that only this process and those that it starts from now on can see, until it goes.
class Mount {
public:
    /// Why nothing can be mounted here; empty if it can.
    static std::string refused();
    /// An empty file system that takes so much and no more.
    static Mount small(const std::filesystem::path& folder, std::size_t mebibytes);
    /// A file or folder over itself, not to be written.
    static Mount read_only(const std::filesystem::path& at);

    explicit Mount(std::filesystem::path at) : at_(std::move(at)) {}
    ~Mount();
    Mount(const Mount&) = delete;
    Mount& operator=(const Mount&) = delete;

private:
    std::filesystem::path at_;
};

}  // namespace rapport::faults
