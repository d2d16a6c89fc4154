// SPDX-License-Identifier: MIT
#pragma once
#include <streambuf>
#include <string>

/// How programs end: what their main() functions have in common.
namespace rapport {

/// The exit status of a program that cannot start as things are: settings that it refuses, an address that is in use, a
/// store that cannot be opened. To start it again changes nothing. EX_CONFIG of sysexits.h, for
/// RestartPreventExitStatus= of systemd.
inline constexpr int cannot_start = 78;
/// The exit status of a program whose reader went away, as a shell has it of one that SIGPIPE ended.
inline constexpr int nobody_reads = 141;

/// The standard output of a program that must not end with 0 where what it printed did not arrive. While it lives,
/// std::cout writes through it and SIGPIPE is ignored: a write that fails leaves std::cout bad, which long verbs look
/// at, and end() tells why. To be made first thing in main(): a standard stream that is closed is put in place, so that
/// no file is opened under its number and printed into.
class StandardOutput final : private std::streambuf {
public:
    /// `program`: by what name errors are told.
    explicit StandardOutput(std::string program);
    ~StandardOutput() override;
    StandardOutput(const StandardOutput&) = delete;
    StandardOutput& operator=(const StandardOutput&) = delete;

    /// Writes what is left and answers the exit status of a program that is to end with `exit_code`. Where that is 0
    /// and something could not be written: nobody_reads, in silence, if the reader went away, else 1. What else was
    /// wrong with the output is said on standard error.
    int end(int exit_code);

private:
    int_type overflow(int_type c) override;
    std::streamsize xsputn(const char* text, std::streamsize size) override;
    int sync() override;
    bool write();

    const std::string program_;
    const bool terminal_;
    std::streambuf* const before_;
    std::string pending_;
    int error_ = 0;  ///< errno of the first write that failed
};

}  // namespace rapport
