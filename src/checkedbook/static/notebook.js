// The download of a page's notebook when the page is read from disk, where browsers would show the file and not save it.
"use strict";
function saveNotebook(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "application/x-ipynb+json"}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-notebook]");
  if (!link || location.protocol !== "file:") return;
  event.preventDefault();
  const script = document.createElement("script");
  script.src = `${link.getAttribute("href")}.js`;
  script.onload = () => script.remove();
  document.head.append(script);
});
