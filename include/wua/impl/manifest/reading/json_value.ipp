// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/json_value.hpp>.

#include <wua/manifest/manifest_errors.hpp>
#include <wua/manifest/reading/json_value.hpp>
#include <wua/manifest/reading/local_text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace wua::detail
{

// Receives the events of nlohmann/json's parser; returning false stops it.
class json_builder
{
public:
    explicit json_builder(std::string_view text) : m_text(text) {}

    json_value take() noexcept
    {
        return std::move(m_root);
    }

    const std::string& fault() const noexcept
    {
        return m_fault;
    }

    bool null()
    {
        return put({});
    }

    bool boolean(bool value)
    {
        return put({value});
    }

    bool number_integer(std::int64_t value)
    {
        return put({json_other_number{std::to_string(value)}});
    }

    bool number_unsigned(std::uint64_t value)
    {
        return put({value});
    }

    bool number_float(double, const std::string& text)
    {
        return put({json_other_number{text}});
    }

    bool string(std::string& text)
    {
        return put({std::move(text)});
    }

    bool binary(const nlohmann::json::binary_t&)
    {
        return false; // binary values do not occur in JSON
    }

    bool start_object(std::size_t)
    {
        return open({json_value::object()});
    }

    bool start_array(std::size_t)
    {
        return open({json_value::list()});
    }

    bool key(std::string& name)
    {
        m_open.back().member = std::move(name);
        return true;
    }

    bool end_object()
    {
        auto& members = std::get<json_value::object>(m_open.back().value.is);
        std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        const auto twice = std::adjacent_find(
            members.begin(), members.end(), [](const auto& a, const auto& b) { return a.name == b.name; });
        if (twice != members.end())
        {
            m_fault = "has the member " + quoted_text(twice->name) + " twice in one object";
            return false;
        }
        return close();
    }

    bool end_array()
    {
        return close();
    }

    // `position` is the number of bytes read; the end of the text counts as one.
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&)
    {
        if (position > m_text.size())
        {
            m_fault = "is not JSON: it ends too early";
            return false;
        }
        const std::string_view before = m_text.substr(0, position - std::min<std::size_t>(position, 1));
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const std::size_t column = before.size() - (before.rfind('\n') + 1); // npos + 1 is 0
        m_fault = "is not JSON: see line " + std::to_string(line) + ", byte " + std::to_string(column + 1);
        return false;
    }

private:
    struct open_value
    {
        json_value value;
        std::string member; // the name of the object's latest member
    };

    bool open(json_value empty)
    {
        constexpr std::size_t max_depth = 32;
        if (m_open.size() == max_depth)
        {
            m_fault = "has lists or objects nested more than 32 deep";
            return false;
        }
        m_open.push_back({std::move(empty), {}});
        return true;
    }

    bool close()
    {
        json_value closed = std::move(m_open.back().value);
        m_open.pop_back();
        return put(std::move(closed));
    }

    bool put(json_value value)
    {
        if (m_open.empty())
        {
            m_root = std::move(value);
            return true;
        }
        open_value& parent = m_open.back();
        if (auto* const list = std::get_if<json_value::list>(&parent.value.is))
        {
            list->push_back(std::move(value));
        }
        else
        {
            std::get<json_value::object>(parent.value.is).push_back({std::move(parent.member), std::move(value)});
        }
        return true;
    }

    const std::string_view m_text;
    json_value m_root;
    std::vector<open_value> m_open;
    std::string m_fault;
};

WUA_COLD json_value parse_json(std::string_view text, std::string_view subject)
{
    json_builder builder(text);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
    {
        throw hresult_error(e_manifest_invalid, std::string(subject) + ' ' + builder.fault());
    }
    return builder.take();
}

} // namespace wua::detail
