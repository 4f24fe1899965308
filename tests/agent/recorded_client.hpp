// SPDX-License-Identifier: MIT
#pragma once

// A client of an agent with a recorder in between, and what the recorder wrote.

#include "catch.hpp"
#include "engine/scratch_directory.hpp"
#include <wua/agent/call_recorder.hpp>
#include <wua/agent/machine_agent.hpp>
#include <wua/com/bstr.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/class_ids.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <string>
#include <utility>
#include <vector>

// An agent in virtual time with two updates, the first of which needs a restart.
struct recorded_client
{
    explicit recorded_client(wua::scenario script = {})
        : engine(std::make_shared<wua::simulated_engine>(std::move(script)))
    {
        wua::update_item first = *wua::make_item("First", "https://host/1", 5'000'000'000);
        wua::update_item second = *wua::make_item("Second", "https://host/2", 1'000);
        agent = wua::recorded(
            wua::make_agent(
                {std::make_shared<const wua::update_item>(first), std::make_shared<const wua::update_item>(second)},
                [held = engine] { return wua::make_downloader(held); }, wua::make_machine(engine)),
            recorder);
    }

    template <class I>
    wua::com_ptr<I> create(const wua::guid& clsid) const
    {
        return wua::make_object(agent, clsid).query<I>();
    }

    wua::com_ptr<wua::IUpdateCollection> search() const
    {
        const auto session = create<wua::IUpdateSession>(wua::clsid_update_session);
        wua::com_ptr<wua::IUpdateSearcher> searcher;
        wua::throw_if_failed(session->CreateUpdateSearcher(searcher.put()));
        wua::com_ptr<wua::ISearchResult> found;
        wua::throw_if_failed(searcher->Search(wua::bstr("IsInstalled=0").get(), found.put()));
        wua::com_ptr<wua::IUpdateCollection> updates;
        wua::throw_if_failed(found->get_Updates(updates.put()));
        return updates;
    }

    wua::com_ptr<wua::IUpdateDownloader> downloader() const
    {
        auto made = create<wua::IUpdateDownloader>(wua::clsid_update_downloader);
        wua::throw_if_failed(made->put_Updates(search().get()));
        return made;
    }

    // The names of the findings.
    std::vector<std::string> found()
    {
        std::vector<std::string> names;
        for (const wua::client_finding& one : recorder->end())
        {
            INFO(one.object << ": " << one.text);
            names.push_back(one.name);
        }
        return names;
    }

    std::vector<std::string> lines() const
    {
        std::ifstream file(log());
        std::vector<std::string> all;
        for (std::string line; std::getline(file, line);)
        {
            all.push_back(line);
        }
        return all;
    }

    // The lines of this member, without the values that vary from run to run.
    std::vector<std::string> lines_of(const std::string& member) const
    {
        static const std::regex varying(R"("ms":[^,]*,"took_ms":[^,]*,)");
        std::vector<std::string> all;
        for (const std::string& line : lines())
        {
            if (line.find('"' + member + '"') != std::string::npos)
            {
                all.push_back(std::regex_replace(line, varying, ""));
            }
        }
        return all;
    }

    std::filesystem::path log() const
    {
        return folder.path() / "calls.jsonl";
    }

    scratch_directory folder;
    std::shared_ptr<wua::simulated_engine> engine;
    std::shared_ptr<wua::call_recorder> recorder =
        std::make_shared<wua::call_recorder>(wua::recorder_options{.log = log(), .reports = false});
    wua::update_agent agent;
};
