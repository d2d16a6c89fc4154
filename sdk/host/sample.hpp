// SPDX-License-Identifier: MIT
#pragma once

#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <functional>
#include <string>

#include "sdk/host/plugins.hpp"

namespace rapport::sdk {

/// The spec of a plugin of samples/: its file without the prefix, and its id without "com.example.".
inline PluginSpec sample(const std::string& name, const std::string& id) {
    const auto folder = bundled("x").parent_path().parent_path() / "sample-plugins";
    return {.id = "com.example." + id, .file = folder / ("sample_" + name + ".so")};
}

/// What `work` is refused with.
inline PluginError refusal(const std::function<void()>& work) {
    try {
        work();
    } catch (const PluginError& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was refused";
    return {PluginError::Kind::host, "nothing"};
}

/// A private folder that goes with the test.
class Folder {
public:
    Folder() {
        std::string name = std::filesystem::temp_directory_path() / "rapport-sdk-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace rapport::sdk
