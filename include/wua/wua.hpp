// SPDX-License-Identifier: MIT
#pragma once

// Everything that needs the standard library alone.

#include <wua/agent/update_agent.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/agent/update_session.hpp>
#include <wua/com/implements.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/objects/observed_job.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/extensions.hpp>
#include <wua/wuapi/wuapi.hpp>
