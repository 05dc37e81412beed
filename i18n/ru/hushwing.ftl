app = Hushwing
today = Сегодня
yesterday = Вчера
you = Вы
cancel = Отмена
close = Закрыть
copy = Копировать
copied = Скопировано
try-again = Повторить

## First run
welcome = Слова, что летят без звука
welcome-hint = Две минуты — и готово. Ни номера телефона, ни почты.
restore-title = С возвращением
restore-hint = Ваши обычные чаты вернутся с ваших реле.
your-name = Ваше имя
name-example = Как вас зовут друзья
your-name-hint = Его видят те, кому вы пишете. Имя не обязано быть настоящим, и его можно сменить позже.
name-missing = Выберите имя: достаточно одного видимого знака.
name-long = В имени не больше 64 знаков; остальное отброшено.
passphrase = Парольная фраза
passphrase-example = Несколько необычных слов
passphrase-hint = Шифрует всё на этом компьютере. Если вы её забудете, никто не сможет её сбросить.
passphrase-or-keyring = Шифрует всё на этом компьютере. Если оставить пустой, Hushwing откроет связка ключей этого компьютера.
passphrase-needed = Выберите парольную фразу: без неё этот компьютер не откроет Hushwing.
passphrase-short = Не меньше восьми знаков; лучше всего несколько слов.
passphrase-missing = Введите парольную фразу.
optional = необязательно
travel = Каким путём пойдут ваши сообщения?
public = Публичные реле
public-hint = Их держат добровольцы. Они передают запечатанные конверты и работают сразу.
own = Своё реле
own-hint = Введите адрес реле, которое держите вы или кто-то из друзей.
this-computer = Этот компьютер
this-computer-hint = Будьте реле сами, для своей сети, пока Hushwing открыт.
address = Адрес реле
address-missing = Введите адрес реле, например relay.example.org.
address-example = wss://relay.example
unencrypted = Этот адрес не зашифрован: любой на пути видит, какой почтовый ящик вы читаете.
consent = Всё равно использовать
restore = Восстановить аккаунт
new-account = Создать новый аккаунт
continue = Продолжить
working = Секунду…
words = Двенадцать слов
ncryptsec = Запертый ключ
your-key = Ключ вашего аккаунта
words-example = leader monkey parrot …
words-hint = Слова, которые вы записали, по порядку, через пробел.
ncryptsec-example = ncryptsec1…
ncryptsec-hint = Начинается с ncryptsec1 и заперт паролем.
not-ncryptsec = Запертый ключ начинается с ncryptsec1.
key-password = Пароль запертого ключа
key-password-hint = Тот, которым ключ заперли при выгрузке.
password-missing = Введите пароль, который открывает этот ключ.
nsec-restore = Это голый секретный ключ (nsec). Он не сохранён. Сначала заприте его паролем и принесите сюда текст ncryptsec1.

## The lock
locked = Hushwing заперт
locked-hint = Всё на этом компьютере остаётся зашифрованным, пока вы не откроете.
unlocking = Открываю…
open-with-keyring = Открыть связкой ключей этого компьютера
cannot-open = Hushwing не может открыть свой профиль

## The list
new-chat = Новый чат
my-link = Моя ссылка
lock = Запереть Hushwing
lock-now = Запереть
requests = Запросы на переписку
requests-hint = Люди не из ваших контактов. Они не видят, что вы это читаете.
no-requests = Запросов нет. Тихая ночь.
draft = Черновик:
deleted = Сообщение удалено
no-chats = Чатов пока нет
no-chats-hint = Отправьте кому-нибудь свою ссылку или добавьте чужую.
back = Назад
saved-row = Заметки для себя
empty-row = Сообщений пока нет
connecting = Соединение…
offline = Нет связи

## The list, continued
menu = Меню
menu-saved = Сохранённые сообщения
menu-settings = Настройки
menu-pin = Закрепить
menu-unpin = Открепить
menu-mute = Без звука
menu-unmute = Со звуком
menu-read = Отметить прочитанным
menu-unread = Отметить непрочитанным
menu-info = Сведения
menu-block = Заблокировать…
menu-delete = Удалить чат…
undo = Отменить
panel = Сведения (Ctrl+I)
chat-delete = Удалить чат
chat-delete-title = Удалить чат «{ $name }»?
chat-delete-hint = Сообщения исчезнут с этого компьютера. У другой стороны и на других ваших устройствах они останутся.
chat-delete-room = Сообщения исчезнут с этого компьютера. У всех остальных они останутся, а следующее сообщение вернёт комнату.
chat-delete-saved = Заметки исчезнут с этого компьютера. На других ваших устройствах они останутся.
chat-deleted = Чат здесь удалён
person-blocked = Заблокировано
person-blocked-hint = Заблокировано: всё, что пишет этот человек, отбрасывается, и ему об этом не сообщают.
person-unblock = Разблокировать
person-block-title = Заблокировать { $name }?
person-block-hint = Всё, что пишет этот человек, будет отбрасываться на всех ваших устройствах, и ему об этом не сообщат. Чат исчезнет из списка, пока вы не снимете блокировку.
person-calls = Называет себя: { $name }

## Searching everything
find-placeholder = Поиск
find-clear = Очистить
find-everything = Искать везде
find-link = Чья-то ссылка
find-add = Добавить этого человека…
find-people = Люди
find-chats = Чаты
find-messages = Сообщения
find-nothing = Ничего не найдено
find-nothing-hint = Слова ищутся по их началу, в именах и в сообщениях.
find-most = Это самые новые. Более старые найдутся по другому слову.

## The panel about a person or a room
info-person = Об этом человеке
info-room = Об этой комнате
info-saved = Об этих заметках
info-write = Написать
info-rename = Переименовать
info-save = Сохранить
info-key = Ключ аккаунта (npub), чтобы сравнить или скопировать
info-link = Копировать их ссылку
info-code = Показать их ссылку QR-кодом
info-code-hide = Скрыть QR-код
info-copied = Скопировано

## Nobody yet, or nobody answers
empty-title = Кому написать
empty-hint = Пусть кто-то из друзей отсканирует это телефоном или своим Hushwing, или добавьте ссылку, которую вам дали.
empty-add = Добавить друга
away = Ни одно реле не отвечает.
away-hint = Написанное сейчас уйдёт, как только ответит хоть одно.
away-try = Повторить сейчас
away-trying = Пробуем…
away-still = Ответа по-прежнему нет.
away-relays = Ваши реле

## Links in pictures
code-choose = Код из файла…
code-paste = Код из буфера обмена
code-reading = Читаем картинку…
code-contacts = Ваши контакты
code-no-file = Этот файл не читается.
code-too-large = Картинка слишком большая. Вырежьте из неё код и попробуйте снова.
code-no-picture = Такую картинку Hushwing не прочтёт: нужны PNG, JPEG, GIF, WebP или BMP.
code-none = На этой картинке код не найден. Он должен быть чётким и целым.
code-too-long = Поиск кода занял слишком много времени. Вырежьте код из картинки и попробуйте снова.
code-nothing-copied = В буфере обмена нет картинки.
code-no-dialog = В этой системе нет окна выбора файлов. Вместо этого вставьте в поле путь к картинке.
room-chosen = { $count ->
    [one] { $count } человек вместе с вами, не больше { $most }
    [few] { $count } человека вместе с вами, не больше { $most }
   *[other] { $count } человек вместе с вами, не больше { $most }
}

## A new chat
link = Их ссылка
link-example = hushwing:nprofile1…
link-hint = Ссылка Hushwing этого человека. Подойдёт и адрес, который начинается с npub или nprofile.
link-missing = Вставьте ссылку, которую вам дали.
link-too-long = Для ссылки это слишком длинно.
nsec-warning = Это был секретный ключ (nsec), а не ссылка. Кто им владеет, прочтёт всё: никому его не показывайте. Здесь он не сохранён.
call-them = Как вы их зовёте
their-name = Их имя, каким его видите только вы
ordinary-note = Чат читают только его участники, на всех своих устройствах. Храните двенадцать слов вашего аккаунта при себе: тот, у кого они есть, тоже сможет его прочесть.
add = Начать чат
my-link-hint = Дайте её тем, кто должен иметь возможность вам написать. В ней сказано, кто вы и где ваш почтовый ящик; прочесть ваши сообщения с её помощью нельзя.
only-here = До этого адреса достаёт только этот компьютер: никто другой вам туда не напишет. Подключите его к сети или добавьте другое реле в настройках.

## A new room
new-room = Новая комната
room-name = Название комнаты
make-room = Создать комнату
no-contacts = Контактов пока нет: сначала добавьте людей по их ссылкам.
room-note = От трёх до десяти человек вместе с вами. Каждый видит, кто в комнате.
room-too-small = Выберите хотя бы двоих.
room-full = В комнате не больше десяти человек вместе с вами.
loading = Загрузка…

## A request
not-a-contact = Не из ваших контактов
name-proves-nothing = Это имя человек выбрал себе сам. Оно пока ничего не доказывает.
request-note = Пока вы не примете запрос, о вас ничего не видно.
invites-to-room = приглашает вас в комнату
room-proves-nothing = Эти имена выбраны не вами. Они пока ничего не доказывают.
room-with-you = { $count ->
    [one] { $count } человек вместе с вами
    [few] { $count } человека вместе с вами
   *[other] { $count } человек вместе с вами
}
not-in-room = Приглашение в комнату
room-request-note = Пока вы не примете приглашение, о вас ничего не видно. Потом вам смогут писать и лично.
accept = Принять
block = Заблокировать
delete = Удалить

## A conversation
saved-hint = Заметки для себя, на всех ваших устройствах
ordinary-hint = Обычный чат, зашифрован между вами
secret-hint = Секретный чат, только на этом устройстве
saved-empty = То, что вы здесь пишете, прочтёте только вы.
chat-empty = Здесь пока пусто. Поздоровайтесь.
write-note = Заметка
no-chat = Выберите чат или начните новый
no-chat-hint = Написанное сейчас уйдёт, как только откроется путь.
reply = Ответить
edit = Изменить
editing = Правка сообщения
editing-hint = Enter сохранит, Esc оставит как было
copy-text = Копировать текст
delete-menu = Удалить…
delete-title = Удалить это сообщение?
delete-for-me = Удалить у меня
delete-for-all = Удалить у всех
delete-own = У всех: оно исчезнет здесь и с ваших реле, и Hushwing у остальных тоже его удалит. Кто прочёл, может помнить.
delete-others = Оно исчезнет здесь. У остальных останется.
delete-saved = Оно исчезнет здесь и на других ваших устройствах.
search-chat = Поиск в этом чате
search-hint = Поиск в этом чате (Ctrl+F)
search-older = Более раннее
search-newer = Более позднее
search-nothing = Ничего не найдено
new-messages = Новые сообщения
to-end = К последнему сообщению
emoji = Эмодзи
more-emoji = Другие эмодзи
info = Сведения
show-quoted = Показать цитируемое сообщение
open-link = Открыть { $host }…
open-person = Открыть ссылку на человека…
info-title = Об этом сообщении
info-from = От кого
info-sent = Отправлено
info-received = Получено
info-edited = Изменено
info-state = Состояние
info-relays = Реле
publication-pending = ещё не приняло
publication-taken = приняло
publication-confirmed = хранит
publication-lost = приняло и потеряло
publication-refused = отказало
link-title = Открыть этот адрес?
link-open = Открыть
link-note = Адрес откроется в браузере, вне Hushwing. Страница увидит ваш сетевой адрес, если браузер его не скрывает.
link-deceives = Эта ссылка выдаёт себя за другое место. Переходите, только если знаете этот узел.
day-title = Перейти ко дню
day-go = Перейти
day-step = День
week-step = Неделя
month-step = 30 дней
year-step = Год
emoji-search = Поиск (по-английски)
emoji-none = Нет эмодзи с таким названием
emoji-recent = Недавние
emoji-smileys = Смайлики
emoji-people = Люди
emoji-nature = Животные и природа
emoji-food = Еда и напитки
emoji-travel = Путешествия и места
emoji-activities = Занятия
emoji-objects = Предметы
emoji-symbols = Символы
emoji-flags = Флаги
search-count = { $at } из { $all }
link-leads = Ведёт на { $host }
moment = { $date }, { $time }
quote-gone = Сообщения здесь нет
chat-waits = Этот чат ждёт другую сторону.
chat-changed = Ключи другой стороны сменились. Ничего не отправляется.
chat-closed = Этот чат окончен.

## Notices
accepted = Принято
blocked = Заблокировано: больше от них ничего не придёт
copied-text = Текст скопирован

## Ticks, in words
state-waiting = Ждёт.
state-queued = В пути: ни одно реле ещё не приняло.
state-sent = Отправлено: лежит на реле.
state-delivered = Доставлено на их устройство.
state-read = Прочитано.
state-failed = Не отправлено.
state-received = Получено.

## Relays
relay-connected = на связи
relay-connecting = соединяется
relay-refused = отказывает
relay-unreachable = не отвечает; попробуем позже
relay-slow = отвечает медленно
relay-unencrypted = Без шифрования
relay-nearby = Ваша сеть
trying-again = Пробуем снова…
next-try-seconds = Следующая попытка через { $count } с
next-try-minutes = Следующая попытка через { $count } мин
relays-none = Реле нет
connected = На связи
# How many relays answer of how many.
relays-connected = Реле: { $connected } из { $all }

## Why a relay, or a message at a relay, is no further. $words are the relay's own.
why-name-not-found = Компьютера с таким именем нет; проверьте адрес или подключение к интернету.
why-nobody-listens = Компьютер на месте, но на этом порту нет реле.
why-no-way = Отсюда до этого адреса не добраться; проверьте подключение к интернету.
why-no-answer = Ответа нет; возможно, реле не работает или что-то по пути его блокирует.
why-cut-at-once = Соединение сразу оборвали; возможно, что-то по пути блокирует это реле: попробуйте другую сеть или другое реле.
why-not-tls = Этот порт не понимает TLS; возможно, в адресе нужно ws:// вместо wss://.
why-certificate-expired = Сертификат реле просрочен; его должен обновить владелец реле, если только часы этого компьютера не врут.
why-certificate-early = Сертификат реле ещё не действует; проверьте часы этого компьютера.
why-certificate-name = Сертификат реле выдан на другое имя; проверьте адрес: возможно, кто-то встал между вами.
why-certificate-issuer = За сертификат реле не ручается никто из известных; возможно, кто-то встал между вами: спросите владельца реле или выберите другое.
why-certificate-revoked = Сертификат реле отозван тем, кто его выдал; выберите другое реле.
why-certificate-broken = Сертификат реле испорчен; владелец реле должен его заменить.
why-tls = Не удалось договориться с этим реле о зашифрованном соединении; возможно, его программа устарела: спросите владельца или выберите другое реле.
why-too-many-open = На этом компьютере открыто слишком много соединений.
why-unencrypted = Соединения с этим реле не зашифрованы, и любой по пути видит, какой ящик читают; без вашего разрешения оно не используется.
why-not-opened = Не удалось открыть соединение.
why-not-a-relay = Там веб-сервер, а не реле (он ответил HTTP { $status }); проверьте адрес.
why-turned-away = Реле нас не впускает (оно ответило HTTP { $status }).
why-in-trouble = У реле неполадки (оно ответило HTTP { $status }).
why-not-http = По этому адресу отвечает не реле; проверьте адрес, в том числе ws:// или wss://.
why-not-a-word = По этому адресу что-то отзывается, но не говорит ни слова; возможно, это не реле.
why-cut-before = Соединение оборвалось прежде, чем реле ответило.
why-closed-here = Соединение закрыто с этой стороны.
why-closed-there = Реле закрыло соединение.
why-closed-with = Реле закрыло соединение: { $words }
why-message-too-big = Реле закрыло соединение: сообщение оказалось для него слишком большим.
why-cut = Соединение оборвалось.
why-stalled = Реле перестало отвечать.
why-garbage = Реле прислало что-то, что не является сообщением Nostr.
why-not-let-in = Реле не впускает этот ящик: оно не приняло его ключ.
why-members-only = Реле обслуживает только своих: { $words }
why-not-served = Реле отказывает: { $words }
why-floods = Реле заваливает этот ящик.
why-mute = Оно не отвечает; возможно, не работает или перегружено, или что-то по пути задерживает его слова.
why-late = Реле отвечает с опозданием.
why-not-tried = Ещё не пробовали.
why-refused = Реле отказывается принять сообщение: «{ $words }»
why-refused-for-now = Реле пока отказывается принять сообщение: «{ $words }»
why-paced = Реле принимает лишь несколько сообщений в минуту; это уйдёт само.
why-too-long-for = Слишком длинно для реле: оно принимает не больше { $size }.
why-too-long = Слишком длинно для реле.
why-silent = Реле не отвечает.
why-never-kept = Реле сказало, что приняло сообщение, но его там нет.
why-sent-again = Реле приняло сообщение, но его там нет; отправляем снова.
why-no-inbox = У вас ещё нет реле для входящих.
why-not-reachable = Пока не найдено, где получает сообщения { $name }: список реле неизвестен. Сообщение подождёт и уйдёт само.

## Sizes
size-bytes = { $count ->
    [one] { $count } байт
    [few] { $count } байта
   *[other] { $count } байт
}
size-kilobytes = { $size } КБ
size-megabytes = { $size } МБ

## Counted and named
words-counted = { $words ->
    [one] В аккаунте двенадцать слов (или 15, 18, 21, 24); здесь { $words } слово.
    [few] В аккаунте двенадцать слов (или 15, 18, 21, 24); здесь { $words } слова.
   *[other] В аккаунте двенадцать слов (или 15, 18, 21, 24); здесь { $words } слов.
}
strangers = { $count ->
    [one] { $count } человек хочет вам написать
    [few] { $count } человека хотят вам написать
   *[other] { $count } человек хотят вам написать
}
wants-to-write = хочет вам написать
first-wrote = Первое сообщение: { $day }, { $time }
write-to = Сообщение для { $name }
room-people = { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[other] { $count } человек
}
edited = изменено { $time }

## Days; the numbers are of the calendar of the language
weekday-1 = Понедельник
weekday-2 = Вторник
weekday-3 = Среда
weekday-4 = Четверг
weekday-5 = Пятница
weekday-6 = Суббота
weekday-7 = Воскресенье
weekday-short-1 = Пн
weekday-short-2 = Вт
weekday-short-3 = Ср
weekday-short-4 = Чт
weekday-short-5 = Пт
weekday-short-6 = Сб
weekday-short-7 = Вс
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
month-short-1 = янв.
month-short-2 = февр.
month-short-3 = мар.
month-short-4 = апр.
month-short-5 = мая
month-short-6 = июн.
month-short-7 = июл.
month-short-8 = авг.
month-short-9 = сент.
month-short-10 = окт.
month-short-11 = нояб.
month-short-12 = дек.
day-short = { $day } { $month }
day-long = { $day } { $month }
day-year = { $day } { $month } { $year } г.

## Errors of the messenger; $sentence is its own, in English
error-passphrase = Эта парольная фраза не открывает Hushwing.
error-held = Этот профиль сейчас открыт другой программой.
error-consent = Этот адрес не зашифрован. Сначала подтвердите, что хотите его использовать.
error-input = Что-то введено не так: { $sentence }
error-not-found = Не найдено: { $sentence }
error-too-long = Текст слишком длинный: { $sentence }
error-network = Сеть не справилась: { $sentence }
error-store = Профиль не читается или не записывается: { $sentence }
error-internal = Что-то пошло не так: { $sentence }

## Settings
settings = Настройки
account = Аккаунт
privacy = Приватность
network = Сеть
appearance = Внешний вид
language = Язык
about = О Hushwing
save = Сохранить
show = Показать
hide = Скрыть
done = Готово
remove = Убрать
go-on = Дальше
never = Никогда
account-hint = Этот аккаунт живёт на этом компьютере и в своём ключе. Никому, кроме вас, он не принадлежит.
name-saved = Сохранено. Теперь сообщения идут с новым именем.
show-my-link = Показать мою ссылку
account-key = Ключ аккаунта
account-key-hint = Кто им владеет, тот и есть вы: с ним можно вернуть аккаунт на другом компьютере и прочесть ваши обычные чаты.
show-key = Показать ключ…
export-words-hint = Слова, которые записывают на бумаге. У аккаунтов, созданных не из слов, их нет.
export-ncryptsec-hint = Текст, запертый парольной фразой, которую вы здесь введёте. Его можно хранить в файле.
passphrase-again = Ваша парольная фраза, ещё раз
password-for-key = Пароль, который запрёт ключ
words-warning = Запишите их там, где никто не увидит, и никому не показывайте. Другой копии нет.
ncryptsec-warning = Без только что введённой парольной фразы его не откроет никто, и вы тоже.
copied-for-a-minute = Скопировано на минуту
opened-by-passphrase = Этот профиль открывает только она.
opened-by-keyring = Профиль открывает связка ключей этого компьютера: кто вошёл здесь в систему, тот может его прочесть.
opened-by-both = Профиль открывают ваша парольная фраза и связка ключей этого компьютера, только вместе.
change-passphrase = Сменить парольную фразу
set-passphrase = Задать парольную фразу
passphrase-changed = Готово. Прежняя парольная фраза больше ничего не открывает.
old-passphrase = Нынешняя парольная фраза
new-passphrase = Новая парольная фраза
profile-folder = Папка профиля
profile-folder-hint = Всё, что есть от этого аккаунта на этом компьютере, в зашифрованном виде. Копия папки — его резервная копия.
what-others-see = Что узнают другие
what-others-see-hint = Реле ничего из этого не узнают: всё запечатано, как и ваши сообщения.
read-receipts = Отметки о прочтении
read-receipts-hint = Люди из ваших контактов видят, что вы прочли их сообщения, а вы видите, что они прочли ваши. Если выключить, не будет ни того, ни другого.
delivery-receipts = Отметки о доставке
delivery-receipts-hint = Всегда уходят людям из ваших контактов, у которых Hushwing: это вторая галочка. Больше их не получает никто.
who-may-write = Кто может вам написать
who-may-write-hint = Все, у кого есть ваша ссылка. Незнакомые ждут в запросах на переписку и ничего о вас не видят, пока вы их не примете.
lock-after = Запирать, когда никого нет
lock-after-hint = Считая от последнего нажатия или движения в этом окне. Ctrl+L запирает сразу.
lock-after-keyring = Считая от последнего нажатия или движения в этом окне. Без парольной фразы его снова откроет одно нажатие.
minute-1 = 1 минута
minutes-5 = 5 минут
minutes-15 = 15 минут
minutes-60 = 1 час
blocked-people = Заблокированные
blocked-people-hint = То, что они пишут, отбрасывается, и им об этом не сообщают.
nobody-blocked = Никто не заблокирован.
unblock = Разблокировать
relays = Реле
relays-hint = Здесь сообщения ждут, запечатанные, пока вы их не заберёте. Эти реле указаны в вашей ссылке.
add-relay = Добавить реле
add-relay-hint = Лучше всего от одного до трёх; больше пяти нельзя. Друзья узнают о нём из ваших следующих сообщений.
test-connection = Проверить соединение
testing = Проверка…
tested = Только что проверено: ответили { $connected } из { $all }.
milliseconds = { $ms } мс
copy-address = Копировать адрес
last-relay = Ваше единственное реле: без реле никто не сможет вам написать.
limits-unknown = О своих ограничениях ничего не сообщает.
limit-size = Принимает сообщения до { $size }.
limit-pace = { $count ->
    [one] Принимает { $count } сообщение в минуту.
    [few] Принимает { $count } сообщения в минуту.
   *[other] Принимает { $count } сообщений в минуту.
}
limit-auth = Прежде чем что-то отдать, спрашивает, кто пришёл.
limit-payment = Требует оплаты.
limit-sync = Быстро сверяет, чего не хватает.
own-relay = Этот компьютер — реле
own-relay-hint = Для вашей сети, пока Hushwing открыт. Вот адрес, который можно дать другим:
theme = Светлая или тёмная тема
theme-hint = Меняется сразу.
theme-system = Как в системе
theme-light = Светлая
theme-dark = Тёмная
text-size = Размер
text-size-hint = Текста и всего вокруг него.
percent = { $number } %
usual-size = Обычный размер
motion = Движение
motion-hint = Если его меньше, ничего не скользит и не проявляется: всё сразу на своём месте.
motion-less = Меньше
motion-all = Полностью
size-example = Вот такого размера сообщение.
size-example-hint = А вот такого — то, что рядом с ним.
language-system = Как в системе
language-hint = Окно заговорит на нём сразу.
version = Версия { $number }
free-software = Свободная программа под лицензией MIT
protected = Что защищено
protects-words = То, что вы пишете: оно шифруется на этом компьютере для тех, кому вы пишете. Ни реле, ни кто-либо на пути не может это прочесть.
protects-disk = То, что хранится здесь: сообщения, контакты, черновики и ключ аккаунта зашифрованы на диске, пока профиль не открыт.
protects-account = Кто вы: ни номера телефона, ни адреса почты, ни аккаунта на чьём-либо сервере.
protects-relays = Ваш путь наружу: подойдёт любое реле, и каждое можно заменить одним щелчком.
not-protected = Что не защищено
not-device = Компьютер, которым управляет кто-то другой: кто видит ваш экран или читает память, пока Hushwing открыт, читает вместе с вами.
not-address = Ваш сетевой адрес: реле видят, откуда вы подключаетесь, сколько и когда, и какой почтовый ящик читаете.
not-key = Старые сообщения, если ключ вашего аккаунта украдут: с ним можно прочесть обычные чаты, в том числе прошлые.
not-others = То, что другие делают с присланным вами, что бы ни обещало «Удалить у всех».
not-audited = Ошибки в программе: никто независимый её ещё не проверял.
licences = Лицензии
licences-hint = Самого Hushwing, а также шрифтов и эмодзи в нём.

## First run and lock, continued
step = Шаг { $step } из { $all }
travel-later = Добавить или сменить реле можно в любое время в настройках.
second-title = Теперь вам могут написать
second-hint = Дайте эту ссылку или картинку тем, от кого хотите получать вести.
second-restored-hint = Ваш аккаунт теперь на этом компьютере.
second-words-hint = Двенадцать слов вернут ваш аккаунт на другом компьютере. Запишите их сейчас или позже, в настройках.
second-words = Записать слова для восстановления
open-hushwing = Открыть Hushwing
arriving = { $count ->
    [one] Пока { $count } сообщение
    [few] Пока { $count } сообщения
   *[other] Пока { $count } сообщений
}
arriving-hint = Ваши чаты приходят с ваших реле. Ждать не нужно: они продолжат приходить.
arrived = { $count ->
    [one] { $count } сообщение уже здесь
    [few] { $count } сообщения уже здесь
   *[other] { $count } сообщений уже здесь
}
arrived-hint = Ваш почтовый ящик прочитан до конца.
copy-link = Копировать ссылку
save-picture = Сохранить картинку
picture-saved = Сохранено: { $path }
strength-weak = Слабая: её быстро угадают
strength-fair = Средняя: добавьте слово
strength-good = Хорошая
strength-strong = Надёжная
quit = Выйти
lock-tries = { $tries ->
    [one] Пока { $tries } неверная попытка.
    [few] Пока { $tries } неверные попытки.
   *[other] Пока { $tries } неверных попыток.
}
lock-then = Ваша будет проверена сразу после паузы.
lock-pause = { $tries ->
    [one] { $tries } неверная попытка. Следующая через { $left }.
    [few] { $tries } неверные попытки. Следующая через { $left }.
   *[other] { $tries } неверных попыток. Следующая через { $left }.
}
