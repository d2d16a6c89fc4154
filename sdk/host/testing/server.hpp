// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace rapport::sdk {

/// A private folder that goes with the test.
class ServerFolder {
public:
    ServerFolder() {
        std::string name = std::filesystem::temp_directory_path() / "rapport-server-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    ServerFolder(const ServerFolder&) = delete;
    ServerFolder& operator=(const ServerFolder&) = delete;
    ~ServerFolder() { std::filesystem::remove_all(path_); }
    const std::filesystem::path& path() const { return path_; }
    /// Writes a file there that nobody else may read, as secrets want it, and tells its path.
    std::string write(const std::string& name, const std::string& content) const {
        std::ofstream file(path_ / name);
        std::filesystem::permissions(path_ / name,
                                     std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        file << content;
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

/// A server of this folder, ready when constructed and ended with the object.
class Server {
public:
    /// Runs SCRIPT FOLDER ARGUMENT…, with Debian's Python, whose packages the scripts need.
    explicit Server(const std::string& script, std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(),
                         {"/usr/bin/python3", std::string(RAPPORT_TEST_SERVERS) + "/" + script, folder_.path()});
        std::vector<char*> list;
        for (auto& each : arguments) list.push_back(each.data());
        list.push_back(nullptr);
        int pipe[2], life[2];
        if (::pipe2(pipe, O_CLOEXEC) != 0 || ::pipe2(life, O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe for a test server");
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, pipe[1], STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files, life[0], STDIN_FILENO);
        const int failed = ::posix_spawn(&pid_, list.front(), &files, nullptr, list.data(), environ);
        posix_spawn_file_actions_destroy(&files);
        ::close(pipe[1]);
        ::close(life[0]);
        life_ = life[1];   // closes with us, however we end, and the server ends with it
        std::string line;  // its port, once it listens
        for (char c = 0; failed == 0 && ::read(pipe[0], &c, 1) == 1 && c != '\n';) line += c;
        ::close(pipe[0]);
        if (line.empty()) throw std::runtime_error("the test server " + script + " does not start");
        port_ = line;
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server() { stop(); }

    void stop() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
        ::close(life_);
    }

    const std::string& port() const { return port_; }
    const ServerFolder& folder() const { return folder_; }
    /// What it was sent so far.
    std::vector<nlohmann::json> kept() const {
        std::vector<nlohmann::json> all;
        std::ifstream file(folder_.path() / "kept.jsonl");
        for (std::string line; std::getline(file, line) && !file.eof();)  // the last may not be whole yet
            all.push_back(nlohmann::json::parse(line));
        return all;
    }

private:
    ServerFolder folder_;
    pid_t pid_ = 0;
    int life_ = -1;
    std::string port_;
};

}  // namespace rapport::sdk
