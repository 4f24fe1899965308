// SPDX-License-Identifier: MIT
#pragma once
// A terminal that understands the sequences that displays write, and no others.

#include "catch.hpp"
#include <wua/com/utf.hpp>
#include <wua/text/character_columns.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct virtual_terminal
{
    std::size_t columns = 80;
    std::size_t rows = 24;
    std::vector<std::u32string> lines{{}}; // including those that have scrolled away
    std::size_t row = 0;                   // index into lines
    std::size_t column = 0;
    bool is_cursor_visible = true;
    std::string taskbar = "0;";

    void write(std::string_view text)
    {
        for (std::size_t i = 0; i != text.size(); ++i)
        {
            if (text[i] == '\x1b')
            {
                i = obey(text, i + 1);
            }
            else if (text[i] == '\n')
            {
                go_down();
                column = 0;
            }
            else if (text[i] == '\r')
            {
                column = 0;
            }
            else
            {
                const std::size_t end = std::min(text.find_first_of("\x1b\n\r", i), text.size());
                put(text.substr(i, end - i));
                i = end - 1;
            }
        }
    }

    // What has been shown so far, without trailing blanks.
    std::vector<std::string> shown() const
    {
        std::vector<std::string> texts;
        for (const std::u32string& line : lines)
        {
            std::string text;
            for (const char32_t point : line.substr(0, line.find_last_not_of(U' ') + 1))
            {
                wua::detail::append_utf8(text, point);
            }
            texts.push_back(text);
        }
        while (!texts.empty() && texts.back().empty())
        {
            texts.pop_back();
        }
        return texts;
    }

private:
    std::size_t top() const
    {
        return lines.size() - std::min(lines.size(), rows);
    }

    void go_down()
    {
        if (++row == lines.size())
        {
            lines.emplace_back();
        }
    }

    void put(std::string_view text)
    {
        const auto put_point = [&](char32_t point) {
            if (column + wua::columns_of(point) > columns)
            {
                go_down();
                column = 0;
            }
            std::u32string& line = lines[row];
            line.resize(std::max(line.size(), column + 1), U' ');
            line[column++] = point;
            return true;
        };
        wua::detail::decode_utf8(text, put_point, [] { return false; });
    }

    // Returns the position of the sequence's last character.
    std::size_t obey(std::string_view text, std::size_t i)
    {
        if (text.at(i) == ']')
        {
            const std::size_t end = text.find("\x1b\\", i);
            REQUIRE(end != std::string_view::npos);
            REQUIRE(text.substr(i, 5) == "]9;4;");
            taskbar = text.substr(i + 5, end - i - 5);
            return end + 1;
        }
        REQUIRE(text.at(i) == '[');
        const std::size_t end = text.find_first_not_of("0123456789;?", i + 1);
        const std::string number(text.substr(i + 1, end - i - 1));
        switch (text.at(end))
        {
            case 'A':
                row -= std::min(row - top(), static_cast<std::size_t>(std::stoul(number)));
                break;
            case 'K':
                lines[row].resize(number == "2" ? 0 : std::min(lines[row].size(), column));
                break;
            case 'J':
                lines[row].resize(std::min(lines[row].size(), column));
                for (std::size_t below = row + 1; below < lines.size(); ++below)
                {
                    lines[below].clear();
                }
                break;
            case 'h':
            case 'l':
                REQUIRE(number == "?25");
                is_cursor_visible = text[end] == 'h';
                break;
            case 'm':
                break;
            default:
                throw std::invalid_argument("a sequence that is not known");
        }
        return end;
    }
};
