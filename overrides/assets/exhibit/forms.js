// Opens the form and says so while it comes, and when it does not come. Loaded as a module: forms-door.js, in the page,
// decides whether this browser can run it, and what to say where it cannot.

const PREFERENCES = "sveltia-cms.prefs";
const USER = "sveltia-cms.user";
const CHINESE = "zh-CN";

const door = document.querySelector(".ex-form-door");
const room = document.getElementById("nc-root");
const { module } = document.querySelector("script[data-module]").dataset;

const { show } = window.exDoor;

// The form asks the browser for its language; our volunteers read Chinese whatever their computer was sold with.
function speakChinese() {
  try {
    const preferences = JSON.parse(localStorage.getItem(PREFERENCES) || "{}");
    if (preferences.locale && preferences.locale !== "auto") return;
    localStorage.setItem(PREFERENCES, JSON.stringify({ ...preferences, locale: CHINESE }));
  } catch {
    // A browser that stores nothing: the form will say so itself.
  }
}

function signedIn() {
  try {
    return localStorage.getItem(USER) !== null;
  } catch {
    return false;
  }
}

// Its first screen is there: the door goes, and the form measures the room below the bar.
function enter() {
  document.body.classList.add("is-open");
}

async function open() {
  show("opening");
  speakChinese();
  try {
    const { init } = (await import(new URL(module, document.baseURI))).default;
    new MutationObserver((_, watch) => {
      if (!room.firstElementChild) return;
      watch.disconnect();
      enter();
    }).observe(room, { childList: true });
    await init();
  } catch (problem) {
    console.error(problem);
    show("failed");
  }
}

show("ready");
door.querySelector("button").addEventListener("click", open);
// Whoever comes from a unit's page wants its form; whoever has signed in knows what this is; and in the window named
// so by the form itself, somebody is just signing in.
if (location.hash.startsWith("#/") || signedIn() || window.name === "auth") open();
