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
passphrase = Парольная фраза
passphrase-example = Несколько необычных слов
passphrase-hint = Шифрует всё на этом компьютере. Если вы её забудете, никто не сможет её сбросить.
passphrase-or-keyring = Шифрует всё на этом компьютере. Если оставить пустой, Hushwing откроет связка ключей этого компьютера.
passphrase-needed = Выберите парольную фразу: на этом компьютере нет связки ключей, которая могла бы её заменить.
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

## A new chat
link = Их ссылка
link-example = hushwing:nprofile1…
link-hint = Ссылка Hushwing либо npub или nprofile из другой программы.
link-missing = Вставьте ссылку, которую вам дали.
link-too-long = Для ссылки это слишком длинно.
nsec-warning = Это был секретный ключ (nsec), а не ссылка. Кто им владеет, прочтёт всё: никому его не показывайте. Здесь он не сохранён.
call-them = Как вы их зовёте
their-name = Их имя, каким его видите только вы
ordinary-note = Обычный чат: никто между вами его не прочтёт, и он следует за вами на другие ваши устройства. Но тот, кто однажды получит ключ вашего аккаунта, сможет его прочесть.
add = Начать чат
my-link-hint = Дайте её тем, кто должен иметь возможность вам написать. В ней сказано, кто вы и где ваш почтовый ящик; прочесть ваши сообщения с её помощью нельзя.

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
name-proves-nothing = Это имя они выбрали сами. Оно пока ничего не доказывает.
request-note = Пока вы не примете запрос, они ничего о вас не увидят.
accept = Принять
block = Заблокировать
delete = Удалить

## A conversation
saved-hint = Заметки для себя, на всех ваших устройствах
ordinary-hint = Обычный чат, зашифрован между вами
secret-hint = Секретный чат, только на этом устройстве
saved-empty = То, что вы здесь пишете, прочтёте только вы.
chat-empty = Здесь пока пусто. Поздоровайтесь.
earlier = Показать более ранние
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
quote-gone = Сообщения здесь нет
chat-waits = Этот чат ждёт другую сторону.
chat-changed = Ключи другой стороны сменились. Ничего не отправляется.
chat-closed = Этот чат окончен.
saved-hint = Notes to yourself, on all your devices
ordinary-hint = Ordinary chat, encrypted between you
secret-hint = Secret chat, this device only
saved-empty = What you write here only you can read.
chat-empty = Nothing here yet. Say hello.
write-note = Write a note
no-chat = Pick a chat, or start one
no-chat-hint = Messages you write now leave as soon as a path opens.
reply = Reply
edit = Edit
editing = Edit message
editing-hint = Enter saves, Esc leaves it as it was
copy-text = Copy text
delete-menu = Delete…
delete-title = Delete this message?
delete-for-me = Delete for me
delete-for-all = Delete for everyone
delete-own = For everyone: it goes here and from your relays, and the others' Hushwings delete it too. Who has read it may remember it.
delete-others = It goes here. The others keep it.
delete-saved = It goes here and on your other devices.
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
quote-gone = Message not here
chat-waits = This chat waits for the other side.
chat-changed = The other side's keys changed. Nothing goes out.
chat-closed = This chat is over.

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
relays-none = Реле нет
connected = На связи
# How many relays answer of how many.
relays-connected = Реле: { $connected } из { $all }

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
wants-to-write = { $name } хочет вам написать
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
