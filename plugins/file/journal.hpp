// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <unordered_set>

namespace file {

/// A file of lines that each carry a key, in which no key appears twice however many processes append and however often
/// they are ended. A line that was cut off by a crash was never acknowledged, and is taken away by the next append.
class Journal {
public:
    explicit Journal(std::string path, bool sync) : path_(std::move(path)), sync_(sync) {}

    /// Writes the line and returns once it is on the disk; returns at once where its key is there already. Throws
    /// std::system_error with the file as it was where it cannot be written.
    void append(std::string_view key, std::string_view line);
    /// Throws std::system_error where append() would for want of a file. Makes the file, writes nothing.
    void check();

private:
    class Locked;

    void learn(Locked& file);

    std::string path_;
    bool sync_;
    std::unordered_set<std::string> keys_;
    dev_t device_ = 0;  // of the file whose first `known_` bytes are in keys_
    ino_t inode_ = 0;
    off_t known_ = 0;
};

}  // namespace file
