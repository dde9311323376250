/**
 * Main menu. Without a script the small-screen menu is opened by a link to its address (`:target`)
 * and each submenu is a `details`; here the link becomes a toggle button, and Escape, or leaving it,
 * closes an open submenu and the menu itself.
 */
export function enhanceMenu() {
  const menu = document.getElementById("menu-principale");
  const opener = document.querySelector("[data-menu-open]");
  if (!menu || !opener) return;

  const setOpen = (open) => {
    menu.classList.toggle("is-open", open);
    menu.classList.toggle("is-closed", !open);
    opener.setAttribute("aria-expanded", String(open));
  };

  opener.setAttribute("role", "button");
  opener.setAttribute("aria-controls", menu.id);
  setOpen(location.hash === `#${menu.id}`);

  const toggle = (event) => {
    event.preventDefault();
    setOpen(!menu.classList.contains("is-open"));
  };
  opener.addEventListener("click", toggle);
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") toggle(event);
  });
  menu.querySelector("[data-menu-close]")?.addEventListener("click", (event) => {
    event.preventDefault();
    setOpen(false);
    opener.focus();
  });

  const submenus = [...menu.querySelectorAll("details")];
  document.addEventListener("click", (event) => {
    for (const submenu of submenus) {
      if (!submenu.contains(event.target)) submenu.open = false;
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const submenu = event.target.closest("details[open]");
    if (submenu) {
      submenu.open = false;
      submenu.querySelector("summary").focus();
    } else if (menu.classList.contains("is-open")) {
      setOpen(false);
      opener.focus();
    }
  });
  // Where nothing takes the focus (a press on the bare page) there is no `relatedTarget`: the menu stays.
  menu.addEventListener("focusout", (event) => {
    const to = event.relatedTarget;
    if (to && to !== opener && !menu.contains(to)) setOpen(false);
  });
  for (const submenu of submenus) {
    submenu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !submenu.contains(event.relatedTarget)) submenu.open = false;
    });
  }
}
