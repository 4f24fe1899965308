// SPDX-License-Identifier: MIT
#pragma once

// Runs the minisign program to make keys and signatures for tests.

#include "servers/nginx.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace wua_test
{

// A pair of keys without a password.
class minisign_signer
{
public:
    static bool is_there()
    {
        return std::system("command -v minisign >/dev/null") == 0;
    }

    minisign_signer()
    {
        run_command(
            "minisign -G -W -p " + public_key_file().string() + " -s " + secret_key_file().string() + " </dev/null");
    }

    std::filesystem::path public_key_file() const
    {
        return m_folder / "key.pub";
    }

    std::filesystem::path secret_key_file() const
    {
        return m_folder / "key.secret";
    }

    // The text of the .pub file, and its base64 line alone.
    std::string public_key() const
    {
        return read_file(public_key_file());
    }

    std::string public_key_line() const
    {
        const std::string text = public_key();
        const auto end = text.find('\n');
        return text.substr(end + 1, text.size() - end - 2);
    }

    // Writes the signature to the file's name plus .minisig; the option -l selects the form without a hash.
    void sign_file(const std::filesystem::path& path, std::string_view options = "") const
    {
        run_command("minisign -S " + std::string(options) + " -s " + secret_key_file().string() + " -m " +
                    path.string() + " </dev/null");
    }

    std::string sign(std::string_view content, std::string_view options = "") const
    {
        write_file(m_folder / "content", content);
        sign_file(m_folder / "content", options);
        return read_file(m_folder / "content.minisig");
    }

private:
    temporary_folder m_folder;
};

} // namespace wua_test
