// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/netrc.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/engine/transfer/netrc.hpp>

#include <cstddef>
#include <stdexcept>

namespace wua::detail
{

// Splits the file into words at blanks and line ends; a word may be in double quotes. "#" begins a comment, except
// where a value is expected.
class netrc_words
{
public:
    explicit netrc_words(std::string_view text) : m_rest(text) {}

    std::size_t line() const noexcept
    {
        return m_line;
    }

    [[noreturn]] void refuse(std::string_view what) const
    {
        throw std::runtime_error(joined({"line ", m_line, " of the netrc file: ", what}));
    }

    std::optional<std::string> next_key()
    {
        skip_blanks();
        while (m_rest.starts_with('#'))
        {
            skip_line();
            skip_blanks();
        }
        return m_rest.empty() ? std::nullopt : std::optional(take());
    }

    std::string value_of(std::string_view key)
    {
        skip_blanks();
        if (m_rest.empty())
        {
            refuse(joined({"nothing follows '", key, "'"}));
        }
        return take();
    }

    // An empty line ends a macro.
    void skip_macro()
    {
        skip_line();
        while (!m_rest.empty() && trimmed(m_rest.substr(0, m_rest.find('\n'))) != "")
        {
            skip_line();
        }
    }

private:
    void skip_blanks()
    {
        while (!m_rest.empty() && std::string_view(" \t\r\n").find(m_rest.front()) != std::string_view::npos)
        {
            m_line += m_rest.front() == '\n' ? 1U : 0U;
            m_rest.remove_prefix(1);
        }
    }

    void skip_line()
    {
        const auto end = m_rest.find('\n');
        m_line += end == std::string_view::npos ? 0 : 1;
        m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
    }

    std::string take()
    {
        if (!m_rest.starts_with('"'))
        {
            const std::string_view word = m_rest.substr(0, m_rest.find_first_of(" \t\r\n"));
            m_rest.remove_prefix(word.size());
            return std::string(word);
        }
        std::string word;
        for (m_rest.remove_prefix(1); !m_rest.starts_with('"'); m_rest.remove_prefix(1))
        {
            if (m_rest.starts_with('\\') && m_rest.size() > 1)
            {
                m_rest.remove_prefix(1);
            }
            if (m_rest.empty() || m_rest.front() == '\n')
            {
                refuse("a quotation mark is missing");
            }
            word += m_rest.front();
        }
        m_rest.remove_prefix(1);
        return word;
    }

    std::string_view m_rest;
    std::size_t m_line = 1;
};

WUA_COLD netrc::netrc(std::string_view text)
{
    netrc_words words(text);
    credentials* current = nullptr;
    while (const std::optional<std::string> key = words.next_key())
    {
        if (*key == "machine")
        {
            std::string host = words.value_of(*key);
            current = &m_machines.emplace_back(std::move(host), credentials()).second;
        }
        else if (*key == "default")
        {
            current = &m_default.emplace();
        }
        else if (*key == "macdef")
        {
            words.skip_macro();
        }
        else if (*key != "login" && *key != "user" && *key != "password" && *key != "account")
        {
            words.refuse("this is neither machine, default, login, password, account nor macdef");
        }
        else if (current == nullptr)
        {
            words.refuse(joined({"'", *key, "' belongs to no machine"}));
        }
        else if (std::string value = words.value_of(*key); *key == "password")
        {
            current->password = std::move(value);
        }
        else if (*key != "account")
        {
            current->user = std::move(value);
        }
    }
}

WUA_COLD std::optional<credentials> netrc::find(std::string_view host) const
{
    for (const auto& [machine, login] : m_machines)
    {
        if (equal_ignoring_case(machine, host))
        {
            return login;
        }
    }
    return m_default;
}

} // namespace wua::detail
